/** A client's connection at /ws: bounded sending, a heartbeat, and the sections it is subscribed to. */
import type { WebSocket } from 'ws';
import type { ServerFrame } from '../contract/frames.ts';
import type { Client } from './clients.ts';
import { encode } from './protocol.ts';

/** Bytes that may wait for a slow client, in addition to the answers it asked for. */
const BUFFERED_MAX = 1024 * 1024;
/** The close code for a client that reads too slowly. */
const TOO_SLOW = 4008;

export class Connection {
  readonly sections = new Set<string>();
  readonly client: Client;
  readonly #socket: WebSocket;
  /** Number of turns it waits for. Meanwhile nothing is read from it, not even a pong. */
  #turns = 0;
  /** Bytes of answers being sent. They do not count as slowness, because a snapshot can be large. */
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

  /** Waits for a turn. Settles like `result`. */
  async waitFor<Result>(result: Promise<Result>): Promise<Result> {
    this.#turns += 1;
    try {
      return await result;
    } finally {
      this.#turns -= 1;
    }
  }

  /** Sends news. Closes the connection if too many bytes are waiting to be sent. */
  push(text: string): void {
    if (!this.isOpen) return;
    if (this.#socket.bufferedAmount > BUFFERED_MAX + this.#answering) this.close(TOO_SLOW, 'too slow');
    else this.#socket.send(text);
  }

  /** Sends an answer. Resolves when it has been sent, or can no longer be sent. */
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

  /** Pings the client. Disconnects a client that has not answered since the last call. */
  checkAlive(): void {
    if (!this.#alive && this.#turns === 0) return this.#socket.terminate();
    this.#alive = false;
    if (this.isOpen) this.#socket.ping();
  }

  close(code: number, reason: string): void {
    // A paused socket would not receive the other side's close frame.
    this.#socket.resume();
    this.#socket.close(code, reason);
  }
}
