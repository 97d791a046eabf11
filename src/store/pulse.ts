/** Whether the store is well, for many who ask: a ping writes, so one serves all who ask within a second. */
import type { Clock } from '../runtime/index.ts';
import type { Store } from './store.ts';

const FRESH_MS = 1_000;

export class Pulse {
  readonly #store: Pick<Store, 'ping'>;
  readonly #clock: Pick<Clock, 'monotonic'>;
  #ping: Promise<void> | undefined;
  #endedAt = 0;

  constructor(store: Pick<Store, 'ping'>, clock: Pick<Clock, 'monotonic'>) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Like the store's `ping`, of which there is never more than one under way. */
  feel(): Promise<void> {
    if (this.#ping !== undefined && this.#clock.monotonic() < this.#endedAt + FRESH_MS) return this.#ping;
    this.#endedAt = Infinity;
    this.#ping = this.#store.ping().finally(() => {
      this.#endedAt = this.#clock.monotonic();
    });
    return this.#ping;
  }
}
