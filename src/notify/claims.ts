/** What was claimed and waits to be handed over. */
import type { Clock } from '../runtime/index.ts';
import type { Bundle } from './channel.ts';
import type { CourierOptions } from './courier.ts';
import type { Lease, Leases, Moment } from './leases.ts';
import { bundlesOf, idsOf } from './bundle.ts';
import { momentOf } from './leases.ts';
import { waitedMs } from './verdict.ts';

const BATCH = 100;
/**
 * What was claimed longer ago is claimed anew: it may be paused, unsubscribed, leased by another or out of date by now.
 */
const FRESH_MS = 1_000;

type ClaimOptions = Pick<CourierOptions, 'channel' | 'notifications' | 'owner' | 'leaseMs' | 'leases'>;

export class Claims {
  readonly #options: ClaimOptions;
  readonly #clock: Clock;
  readonly #leases: Leases;
  #waiting: Bundle[] = [];
  /** When the claim was made, and when its answer came, on the monotonic clock. */
  #claimedAt: Moment;
  #answeredAt = 0;

  constructor(options: ClaimOptions, clock: Clock) {
    this.#options = options;
    this.#leases = options.leases;
    this.#clock = clock;
    this.#claimedAt = momentOf(clock);
  }

  get size(): number {
    return this.#waiting.length;
  }

  get isFresh(): boolean {
    return this.#clock.monotonic() - this.#answeredAt <= Math.min(FRESH_MS, this.#options.leaseMs / 3);
  }

  /** Takes what is due in place of what waited. */
  async claim(): Promise<void> {
    const { channel, notifications, owner, leaseMs } = this.#options;
    this.#claimedAt = momentOf(this.#clock);
    const claimed = await notifications.claim(channel.name, owner, leaseMs, BATCH);
    this.#answeredAt = this.#clock.monotonic();
    // How long it has waited is a duration: two clocks, one of them perhaps set meanwhile, would not agree on since
    // when.
    const now = this.#clock.now();
    this.#waiting = bundlesOf(
      this.#leases.newAmong(claimed.map((each) => ({ ...each, queuedAt: now - each.waitedMs }))),
    );
  }

  /** The first one, which is now under way. */
  next(): Lease {
    return this.#leases.add(this.#waiting.shift()!, this.#claimedAt);
  }

  /** Those that have waited for `giveUpMs` since they were queued wait no more. */
  takeLate(giveUpMs: number): Bundle[] {
    const now = this.#clock.now();
    const late = this.#waiting.filter((bundle) => waitedMs(bundle, now) >= giveUpMs);
    this.#waiting = this.#waiting.filter((bundle) => !late.includes(bundle));
    return late;
  }

  /** Gives back what waits; no attempt is counted. */
  async release(): Promise<void> {
    const ids = idsOf(...this.#waiting);
    this.#waiting = [];
    if (ids.length > 0) await this.#options.notifications.release(this.#options.owner, ids);
  }
}
