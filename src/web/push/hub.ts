/** The operators' live connections: who watches what, and what keeps them informed. */
import type { WebSocket } from 'ws';
import type { Clock, Timer } from '../../runtime/index.ts';
import type { OperatorTopic } from '../contract/operator-topics.ts';
import { SOCKETS_PER_CLIENT } from '../limits.ts';
import { Clients } from '../live/clients.ts';
import { OperatorConnection } from './connection.ts';
import type { Sources } from './sources.ts';
import { encode, Topic } from './topic.ts';

/** Milliseconds between two signs of life. A page that hears nothing for longer knows that it is cut off. */
const ALIVE_EVERY_MS = 5_000;
const ALIVE = encode({ type: 'alive' });

export class PushHub {
  readonly #topics: ReadonlyMap<OperatorTopic, Topic>;
  readonly #clock: Clock;
  readonly #clients = new Clients(SOCKETS_PER_CLIENT);
  readonly #connections = new Set<OperatorConnection>();
  #timer: Timer | undefined;

  constructor(sources: Sources, clock: Clock) {
    this.#clock = clock;
    const entries = Object.entries(sources) as [OperatorTopic, Sources[OperatorTopic]][];
    this.#topics = new Map(entries.map(([name, source]) => [name, new Topic(name, source, clock)]));
  }

  /** Throws PMC_LIVE_LIMIT. */
  add(socket: WebSocket, clientKey: string): OperatorConnection {
    const connection = new OperatorConnection(socket, this.#clients.enter(clientKey));
    this.#connections.add(connection);
    if (this.#connections.size === 1) this.#beatSoon();
    return connection;
  }

  remove(connection: OperatorConnection): void {
    this.#connections.delete(connection);
    this.watch(connection, []);
    this.#clients.leave(connection.client);
    if (this.#connections.size === 0) this.close();
  }

  /** Replaces what the connection watches. A frame may be handled after its connection has closed: then, nothing. */
  watch(connection: OperatorConnection, topics: readonly OperatorTopic[]): void {
    const wanted = new Set(this.#connections.has(connection) ? topics : []);
    for (const topic of connection.topics)
      if (!wanted.has(topic)) {
        connection.topics.delete(topic);
        this.#topics.get(topic)?.remove(connection.push);
      }
    for (const topic of wanted)
      if (!connection.topics.has(topic)) {
        connection.topics.add(topic);
        this.#topics.get(topic)?.add(connection.push);
      }
  }

  /** Reads these topics again at once, or all. Topics that nobody watches are not read. */
  refresh(topics: Iterable<OperatorTopic> = this.#topics.keys()): void {
    for (const topic of topics) this.#topics.get(topic)?.refresh();
  }

  /** Stops all timers. */
  close(): void {
    for (const connection of this.#connections) this.watch(connection, []);
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #beatSoon(): void {
    this.#timer = this.#clock.setTimeout(() => {
      for (const connection of this.#connections) void connection.checkAlive(ALIVE);
      this.#beatSoon();
    }, ALIVE_EVERY_MS);
  }
}
