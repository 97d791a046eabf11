/** The monitor inside a thread. The main thread keeps the record; this class reads and updates it through signals. */
import type { LifeSignal, Monitor } from '../messaging/liveness.ts';
import type { FromThread } from './thread-protocol.ts';

export class ThreadMonitor implements Monitor {
  readonly #send: (signal: FromThread) => void;
  readonly #listeners = new Map<number, (signal: LifeSignal) => void>();
  #watches = 0;
  #live = false;
  #connected = true;

  constructor(send: (signal: FromThread) => void) {
    this.#send = send;
  }

  /** A thread has one actor, so the host knows its address. */
  set(_address: string, live: boolean): void {
    this.#live = live;
    this.#tell();
  }

  /** An actor is not live while messages do not reach it. */
  setConnected(connected: boolean): void {
    this.#connected = connected;
    this.#tell();
  }

  watch(address: string, listener: (signal: LifeSignal) => void): () => void {
    this.#watches += 1;
    const watch = this.#watches;
    this.#listeners.set(watch, listener);
    this.#send({ type: 'watch', watch, address });
    return () => {
      this.#listeners.delete(watch);
      this.#send({ type: 'unwatch', watch });
    };
  }

  hear(watch: number, signal: LifeSignal): void {
    this.#listeners.get(watch)?.(signal);
  }

  #tell(): void {
    this.#send({ type: 'live', live: this.#live && this.#connected });
  }
}
