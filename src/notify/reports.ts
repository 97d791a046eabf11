/** What students are told beyond changes: reminders while a section stays open, and sections that cannot be seen. */
import { UNSEEN_MS } from '../domain/sighting.ts';
import type { Clock } from '../runtime/index.ts';
import type { NotificationStore } from '../store/notifications.ts';
import type { PauseStore } from '../store/pauses.ts';
import { EVERYWHERE } from '../store/pauses.ts';

export interface ReportsStore {
  readonly notifications: Pick<NotificationStore, 'remind' | 'tellOutages'>;
  readonly pauses: Pick<PauseStore, 'list'>;
}

const EVERY_MS = 60_000;
/** After a start or a pause, the sections that are overdue get so long to be seen. */
const SETTLE_MS = 3 * 60_000;

export class Reports {
  readonly #store: ReportsStore;
  readonly #clock: Clock;
  /** When checks were last seen paused, by institution, on the monotonic clock. A start counts as a pause of all. */
  readonly #pausedAt: Map<string, number>;
  #madeAt = -Infinity;

  constructor(store: ReportsStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#pausedAt = new Map([[EVERYWHERE, clock.monotonic()]]);
  }

  /** Queues what is due, at most once a minute. Returns how many notifications it queued. */
  async make(): Promise<number> {
    const now = this.#clock.monotonic();
    if (now - this.#madeAt < EVERY_MS) return 0;
    this.#madeAt = now;
    const { notifications, pauses } = this.#store;
    const reminders = await notifications.remind();
    for (const { scope, institution } of await pauses.list())
      if (scope === 'checks') this.#pausedAt.set(institution ?? EVERYWHERE, now);
    const resting = [...this.#pausedAt].filter(([, at]) => now - at < SETTLE_MS).map(([institution]) => institution);
    return resting.includes(EVERYWHERE) ? reminders : reminders + (await notifications.tellOutages(UNSEEN_MS, resting));
  }
}
