/** The bundles that one claim leased and that wait to be handed over. */
import type { Figures } from '../domain/openings.ts';
import type { Clock } from '../runtime/index.ts';
import type { Bundle } from './channel.ts';
import type { CourierOptions } from './courier.ts';
import type { Lease, Moment } from './leases.ts';
import { bundlesOf, idsOf } from './bundle.ts';
import { momentOf } from './leases.ts';
import { waitedMs } from './verdict.ts';

/** The most notifications that one claim leases. */
const CLAIMED_AT_ONCE = 100;
/**
 * An older batch is claimed again: by now its notifications may be paused, unsubscribed, out of date or leased by
 * another process.
 */
const FRESH_MS = 1_000;

type ClaimOptions = Pick<
  CourierOptions,
  'channel' | 'notifications' | 'owner' | 'leaseMs' | 'leases' | 'readFigures' | 'tracesOf'
>;

/** Leases the notifications that are due. Rejects when the store does. */
export async function claimBatch(options: ClaimOptions, clock: Clock): Promise<Batch> {
  const { channel, notifications, owner, leaseMs, leases, readFigures, tracesOf } = options;
  const claimedAt = momentOf(clock);
  const claimed = await notifications.claim(channel.name, owner, leaseMs, CLAIMED_AT_ONCE);
  // The store returns how long each one has waited. Its time of queueing is computed on our clock, because the clocks
  // of two machines differ.
  const now = clock.now();
  // A message without them is better than a message that waits for its lease to lapse.
  const figures = await readFigures(claimed.map(({ section }) => section)).catch(() => new Map<string, Figures>());
  const traces = await tracesOf(claimed.flatMap(({ change }) => change?.id ?? []));
  const queued = claimed.map((each) => {
    const own = figures.get(each.section);
    const trace = each.change === null ? undefined : traces[each.change.id];
    const read = { ...(own !== undefined && { figures: own }), ...(trace !== undefined && { trace }) };
    return { ...each, ...read, queuedAt: now - each.waitedMs };
  });
  return new Batch(options, clock, bundlesOf(leases.newAmong(queued)), claimedAt);
}

export class Batch {
  readonly #options: ClaimOptions;
  readonly #clock: Clock;
  readonly #claimedAt: Moment;
  /** When the store answered, on the monotonic clock. */
  readonly #answeredAt: number;
  #waiting: Bundle[];

  constructor(options: ClaimOptions, clock: Clock, bundles: Bundle[], claimedAt: Moment) {
    this.#options = options;
    this.#clock = clock;
    this.#claimedAt = claimedAt;
    this.#answeredAt = clock.monotonic();
    this.#waiting = bundles;
  }

  get size(): number {
    return this.#waiting.length;
  }

  get isFresh(): boolean {
    return this.#clock.monotonic() - this.#answeredAt <= Math.min(FRESH_MS, this.#options.leaseMs / 3);
  }

  /** Takes the first bundle, which counts as under way from now on. The batch must not be empty. */
  next(): Lease {
    return this.#options.leases.add(this.#waiting.shift()!, this.#claimedAt);
  }

  /** Takes the bundles that were queued `giveUpMs` ago or earlier. */
  takeLate(giveUpMs: number): Bundle[] {
    const now = this.#clock.now();
    const late = this.#waiting.filter((bundle) => waitedMs(bundle, now) >= giveUpMs);
    this.#waiting = this.#waiting.filter((bundle) => !late.includes(bundle));
    return late;
  }

  /** Gives back the bundles that still wait. This counts no attempt. */
  async release(): Promise<void> {
    const ids = idsOf(...this.#waiting);
    this.#waiting = [];
    if (ids.length > 0) await this.#options.notifications.release(this.#options.owner, ids);
  }
}
