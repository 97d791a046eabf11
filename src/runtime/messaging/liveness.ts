/**
 * Records which actors of this node can be reached, and tells those who watch them. Signals are direct calls, never
 * messages on the transport: they must work when it does not.
 */

/** A life of the watched actor began or ended. */
export type LifeSignal = 'started' | 'terminated';

type Listener = (signal: LifeSignal) => void;

/** The part that actors use. Actors in threads use it through their host. */
export interface Monitor {
  set(address: string, live: boolean): void;
  /**
   * Calls `listener` with the current state and then on every change, until the returned function is called. The
   * listener must not throw, and must not end or begin a life.
   */
  watch(address: string, listener: Listener): () => void;
}

export class Liveness implements Monitor {
  readonly #live = new Set<string>();
  readonly #listeners = new Map<string, Set<Listener>>();

  has(address: string): boolean {
    return this.#live.has(address);
  }

  set(address: string, live: boolean): void {
    if (live === this.#live.has(address)) return;
    if (live) this.#live.add(address);
    else this.#live.delete(address);
    for (const listener of this.#listeners.get(address) ?? []) listener(signalOf(live));
  }

  watch(address: string, listen: Listener): () => void {
    const listeners = this.#listeners.get(address) ?? new Set();
    // a new function, so that two watches with the same listener are distinct
    const listener: Listener = (signal) => listen(signal);
    this.#listeners.set(address, listeners.add(listener));
    listener(signalOf(this.#live.has(address)));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(address) === listeners) this.#listeners.delete(address);
    };
  }
}

function signalOf(live: boolean): LifeSignal {
  return live ? 'started' : 'terminated';
}
