/** The lease on a bundle that is being handed over, as its holder knows it. */
import type { Clock } from '../actors/runtime/clock.ts';
import type { Bundle } from './channel.ts';

export class Lease {
  readonly bundle: Bundle;
  readonly #clock: Clock;
  readonly #leaseMs: number;
  #since: number;

  /** `since`: when it was asked for, on the monotonic clock. */
  constructor(bundle: Bundle, since: number, leaseMs: number, clock: Clock) {
    this.bundle = bundle;
    this.#since = since;
    this.#leaseMs = leaseMs;
    this.#clock = clock;
  }

  /**
   * Whether it holds for sure. A process that was frozen, or cut off from the store, finds it lapsed: by now another may have
   * handed the bundle over, or it may no longer be true.
   */
  get holds(): boolean {
    return this.#clock.monotonic() - this.#since < this.#leaseMs;
  }

  prolong(since: number): void {
    this.#since = since;
  }
}
