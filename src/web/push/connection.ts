/** An operator's connection at /ws/operator: bounded sending, a heartbeat, and the topics that its view shows. */
import type { WebSocket } from 'ws';
import { isForLater } from '../../runtime/index.ts';
import type { OperatorTopic } from '../contract/operator-topics.ts';
import type { Client } from '../live/clients.ts';

/** Bytes that may wait for a slow client. The trees of several nodes may be a hundred kilobytes. */
const BUFFERED_MAX = 4 * 1024 * 1024;
/** Close codes: the client reads too slowly; it may not, or no longer, see this. */
const TOO_SLOW = 4008;
export const NOT_ALLOWED = 4003;

export class OperatorConnection {
  readonly topics = new Set<OperatorTopic>();
  readonly client: Client;
  readonly #socket: WebSocket;
  /** Rejects when the client may no longer see what operators see. undefined: it has not signed in. */
  #mayStay: (() => Promise<unknown>) | undefined;
  #alive = true;
  /** Whether it had not signed in when it was last checked. */
  #wasUnknown = false;
  #checking = false;

  constructor(socket: WebSocket, client: Client) {
    this.#socket = socket;
    this.client = client;
    socket.on('pong', () => {
      this.#alive = true;
    });
  }

  get isSignedIn(): boolean {
    return this.#mayStay !== undefined;
  }

  /** `mayStay` is asked now and then, because a session may end and a role may be taken away. */
  signedIn(mayStay: () => Promise<unknown>): void {
    this.#mayStay = mayStay;
  }

  readonly push = (text: string): void => {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > BUFFERED_MAX) this.close(TOO_SLOW, 'too slow');
    else this.#socket.send(text);
  };

  /** Disconnects a client that does not answer, has not signed in, or may not stay. Tells the others `alive`. */
  async checkAlive(alive: string): Promise<void> {
    if (!this.#alive) return this.#socket.terminate();
    if (this.#mayStay === undefined) {
      // All connections are checked together, so this one may be new.
      if (this.#wasUnknown) this.close(NOT_ALLOWED, 'sign in first');
      this.#wasUnknown = true;
      return;
    }
    this.#alive = false;
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
    this.push(alive);
    if (this.#checking) return;
    this.#checking = true;
    try {
      await this.#mayStay();
    } catch (error) {
      // While the store is away, nobody knows, and this page is how the operator learns of it.
      if (!isForLater(error)) this.close(NOT_ALLOWED, 'no longer allowed');
    } finally {
      this.#checking = false;
    }
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }
}
