/** One client at /ws: bounded sending, a heartbeat, and the sections it hears of. */
import type { WebSocket } from 'ws';
import type { Client } from './clients.ts';
import { encode } from './protocol.ts';
import type { ServerFrame } from '../contract/frames.ts';

/** Bytes that may wait for a slow client, beside what it asked for itself. */
const BUFFERED_MAX = 1024 * 1024;
const TOO_SLOW = 4008;

export class Connection {
  readonly sections = new Set<string>();
  readonly client: Client;
  /** Turns it waits for. Meanwhile nothing of it is read, no sign of life either. */
  turns = 0;
  readonly #socket: WebSocket;
  /** Bytes of answers on their way: a large snapshot is no sign of a slow client. */
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

  /** Sends news. A client that lets too much of it wait is dropped. */
  push(text: string): void {
    if (!this.isOpen) return;
    if (this.#socket.bufferedAmount > BUFFERED_MAX + this.#answering) this.close(TOO_SLOW, 'too slow');
    else this.#socket.send(text);
  }

  /** Sends what the client asked for; resolves when it has left, or never will. */
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

  /** Asks for a sign of life, and hangs up on a client that gave none since it was last asked. */
  checkAlive(): void {
    if (!this.#alive && this.turns === 0) return this.#socket.terminate();
    this.#alive = false;
    if (this.isOpen) this.#socket.ping();
  }

  close(code: number, reason: string): void {
    // Paused, it would not hear the goodbye of the other end.
    this.#socket.resume();
    this.#socket.close(code, reason);
  }
}
