/** Reads from the store what operators see of it. */
import type { StoredReading } from '../domain/readings.ts';
import type { Clock } from '../runtime/index.ts';
import { callWithin } from '../runtime/index.ts';
import type { Store } from '../store/store.ts';
import type { Totals } from '../store/totals.ts';

/** Milliseconds that the store may take. */
const READ_MS = 2_000;
/** Counting takes longer than the rest, and may be a little late. */
const TOTALS_MS = 10_000;

export class StoredReadings {
  readonly #store: Pick<Store, 'deadLetters' | 'notifications' | 'pauses' | 'totals'>;
  readonly #clock: Clock;
  #totals: { totals: Totals; readAt: number } | undefined;

  constructor(store: Pick<Store, 'deadLetters' | 'notifications' | 'pauses' | 'totals'>, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** null: the store does not answer. */
  read(): Promise<StoredReading | null> {
    return callWithin(this.#clock, READ_MS, 'store', this.#read()).catch(() => null);
  }

  async #read(): Promise<StoredReading> {
    const { deadLetters, notifications, pauses } = this.#store;
    const [letters, pending, paused, totals] = await Promise.all([
      deadLetters.count(),
      notifications.countPending(),
      pauses.list(),
      this.#readTotals(),
    ]);
    return { deadLetters: letters, pending, students: totals.students, messagesToday: totals.messages, pauses: paused };
  }

  async #readTotals(): Promise<Totals> {
    const now = this.#clock.monotonic();
    if (this.#totals !== undefined && now - this.#totals.readAt < TOTALS_MS) return this.#totals.totals;
    const totals = await this.#store.totals.read(new Date(this.#clock.now()).setHours(0, 0, 0, 0));
    this.#totals = { totals, readAt: now };
    return totals;
  }
}
