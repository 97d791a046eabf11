/** One client at /ws: bounded sending, a heartbeat, and the sections it listens to. */
import type { WebSocket } from 'ws';
import type { ServerFrame } from '../contract/frames.ts';
import type { Client } from './clients.ts';
import { encode } from './protocol.ts';

/** Bytes that may wait for a slow client, beside the answers it asked for. */
const BUFFERED_MAX = 1024 * 1024;
/** Close code. */
const TOO_SLOW = 4008;

export class Connection {
  readonly sections = new Set<string>();
  readonly client: Client;
  readonly #socket: WebSocket;
  /** Turns it waits for. In the meantime nothing is read from it, not even a sign of life. */
  #turns = 0;
  /** Bytes of answers being sent: a large snapshot does not mean that the client is slow. */
  #answering = 0;
  #alive = true;

  constructor(socket: WebSocket, client: Client) {
    this.#socket = socket;
    this.client = client;
    socket.on('pong', () => {
      this.#alive = true;
    });
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Waits for a turn. Settles as `result` does. */
  async waitFor<Result>(result: Promise<Result>): Promise<Result> {
    this.#turns += 1;
    try {
      return await result;
    } finally {
      this.#turns -= 1;
    }
  }

  /** Sends news. Closes the connection when too much of it waits to be sent. */
  push(text: string): void {
    if (!this.isOpen) return;
    if (this.#socket.bufferedAmount > BUFFERED_MAX + this.#answering) this.close(TOO_SLOW, 'too slow');
    else this.#socket.send(text);
  }

  /** Sends what the client asked for. Resolves when it has left, or cannot be sent any more. */
  async answer(frames: ServerFrame[]): Promise<void> {
    if (frames.length === 0 || !this.isOpen) return;
    const texts = frames.map(encode);
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    this.#answering += bytes;
    this.client.unreadBytes += bytes;
    await Promise.all(texts.map((text) => new Promise<void>((resolve) => this.#socket.send(text, () => resolve()))));
    this.#answering -= bytes;
    this.client.unreadBytes -= bytes;
    this.#alive = true;
  }

  /** Asks for a sign of life. Disconnects a client that has given none since the last call. */
  checkAlive(): void {
    if (!this.#alive && this.#turns === 0) return this.#socket.terminate();
    this.#alive = false;
    if (this.isOpen) this.#socket.ping();
  }

  close(code: number, reason: string): void {
    // A paused socket would not hear the closing frame of the other side.
    this.#socket.resume();
    this.#socket.close(code, reason);
  }
}
