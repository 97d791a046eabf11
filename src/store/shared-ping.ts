/** The store's health for many callers. A ping writes, so callers within a short time share one. */
import type { Clock } from '../runtime/index.ts';
import type { Store } from './store.ts';

/** Shorter than the second after which the operator page reads again: a ping from before counts only once there. */
const FRESH_MS = 900;

export class SharedPing {
  readonly #store: Pick<Store, 'ping'>;
  readonly #clock: Pick<Clock, 'monotonic'>;
  #ping: Promise<void> | undefined;
  #endedAt = 0;

  constructor(store: Pick<Store, 'ping'>, clock: Pick<Clock, 'monotonic'>) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Like the store's `ping`, but at most one is in progress, and its result counts for a short time. */
  ping(): Promise<void> {
    if (this.#ping !== undefined && this.#clock.monotonic() < this.#endedAt + FRESH_MS) return this.#ping;
    this.#endedAt = Infinity;
    this.#ping = this.#store.ping().finally(() => {
      this.#endedAt = this.#clock.monotonic();
    });
    return this.#ping;
  }
}
