/** One client that reads server-sent events. */
import type { ServerResponse } from 'node:http';
import type { Clock } from '../../runtime/index.ts';

/** Bytes that may wait for a client. Above this, it is not sent news until it has read them. */
const WAITING_MAX = 256 * 1024;
/** Milliseconds for a client to read what waits for it. Then it is cut, and may come back with its last event id. */
const READ_MS = 30_000;

export class EventStream {
  readonly #response: ServerResponse;
  readonly #clock: Clock;

  constructor(response: ServerResponse, clock: Clock) {
    this.#response = response;
    this.#clock = clock;
  }

  get isOpen(): boolean {
    return !this.#response.destroyed && !this.#response.writableEnded;
  }

  /** Sends news. Returns false, and sends nothing, if too much waits for the client, or if the stream has ended. */
  push(bytes: Buffer): boolean {
    if (!this.isOpen || this.#response.writableLength > WAITING_MAX) return false;
    this.#response.write(bytes);
    return true;
  }

  /** Sends something, and resolves when the client has read nearly all of it, is cut, or is gone. */
  async send(bytes: Buffer): Promise<void> {
    const response = this.#response;
    if (!this.isOpen || response.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const timer = this.#clock.setTimeout(() => response.destroy(), READ_MS);
      const done = (): void => {
        this.#clock.clearTimeout(timer);
        response.off('drain', done).off('close', done);
        resolve();
      };
      response.on('drain', done).on('close', done);
    });
  }

  /** Keeps proxies from closing a quiet connection. */
  beat(): void {
    if (this.isOpen && this.#response.writableLength === 0) this.#response.write(':\n\n');
  }

  end(): void {
    this.#response.end();
  }

  /** Calls `callback` once: at once, if the client has left already. */
  onClose(callback: () => void): void {
    if (this.#response.destroyed) callback();
    else this.#response.once('close', callback);
  }
}
