/** The live side of the server: manages connections and subscriptions, and passes announcements on. */
import type { WebSocket } from 'ws';
import type { Announcement } from '../../domain/announcement.ts';
import type { ActorContext } from '../../runtime/index.ts';
import { reasonOf } from '../../runtime/index.ts';
import type { Store } from '../../store/store.ts';
import type { Tracer } from '../../telemetry/traces/tracer.ts';
import { SOCKETS_PER_CLIENT } from '../limits.ts';
import { ChangeFeed } from './change-feed.ts';
import { Clients } from './clients.ts';
import { Connection } from './connection.ts';
import { Heard } from './heard.ts';
import { Joining } from './joining.ts';
import { LiveTraces } from './live-traces.ts';
import { News } from './news.ts';
import { checkedFrame, snapshotFrame } from './server-frames.ts';
import { Subscriptions } from './subscriptions.ts';

/** Close code: the client should reconnect and resume. */
const TRY_AGAIN = 1012;

export class LiveHub {
  readonly #store: Store;
  readonly #log: ActorContext<never>['log'];
  /** For streams of server-sent events. */
  readonly feed: ChangeFeed;
  readonly #clients = new Clients(SOCKETS_PER_CLIENT);
  readonly #connections = new Set<Connection>();
  readonly #subscriptions = new Subscriptions();
  readonly #traces: LiveTraces;
  readonly #news: News;
  readonly #joining: Joining;
  #heard = new Heard();
  /** Whether a turn is waited for, in which all that was heard is sent. */
  #hasTurn = false;

  constructor(store: Store, context: Pick<ActorContext<never>, 'clock' | 'log'>, tracer: Tracer) {
    this.#store = store;
    this.#log = context.log;
    this.feed = new ChangeFeed(store.changes, context);
    this.#traces = new LiveTraces(tracer);
    this.#news = new News(store.changes, this.#subscriptions, this.#traces, () => {
      for (const connection of this.#connections) connection.close(TRY_AGAIN, 'resume');
    });
    this.#joining = new Joining(store, this.#news, this.#subscriptions, (client) => this.#clients.reads(client));
  }

  /** Adds a connection. Throws PMC_LIVE_LIMIT. */
  add(socket: WebSocket, clientKey: string): Connection {
    const connection = new Connection(socket, this.#clients.enter(clientKey));
    this.#connections.add(connection);
    return connection;
  }

  remove(connection: Connection): void {
    this.#connections.delete(connection);
    this.leave(connection, [...connection.sections]);
    this.#clients.leave(connection.client);
    this.#joining.turns.goOn();
  }

  /** Subscribes. Sends the changes missed since the cursor `since`, in order and once, then one snapshot, then news. */
  join(connection: Connection, sections: string[], since: string | undefined): Promise<void> {
    return this.#joining.join(connection, sections, since);
  }

  leave(connection: Connection, sections: string[]): void {
    this.#subscriptions.remove(connection, sections);
  }

  /** Reads something for a client when it is the client's turn. */
  read<Result>(connection: Connection, cost: number, read: () => Promise<Result>): Promise<Result> {
    return this.#joining.turns.read(connection, cost, read);
  }

  /** Sends news to the subscribers soon. Announcements that arrive during a read are sent together. */
  announce(announcement: Announcement): void {
    if (announcement.changes.length > 0) this.feed.announce();
    this.#traces.announced(announcement, (section) => this.#subscriptions.has(section));
    this.#heard.add(announcement, (section) => this.#subscriptions.has(section));
    if (!this.#heard.isEmpty) void this.#tellInTurn();
  }

  /** Sends changes whose announcement was lost, and disconnects clients that are gone. */
  async tick(): Promise<void> {
    for (const connection of this.#connections) connection.checkAlive();
    this.#joining.turns.goOn();
    this.feed.tick();
    this.#heard.changes = true;
    await this.#tellInTurn();
  }

  /** Never rejects. A failure loses nothing: the next announcement or tick goes on from the same place. */
  async #tellInTurn(): Promise<void> {
    if (this.#hasTurn) return;
    this.#hasTurn = true;
    await this.#joining.turns
      .alone(() => this.#tellHeard())
      .catch((error: unknown) => this.#log.warn({ reason: reasonOf(error) }, 'live news could not be read'));
  }

  async #tellHeard(): Promise<void> {
    this.#hasTurn = false;
    const heard = this.#heard;
    this.#heard = new Heard();
    try {
      await this.#tell(heard);
    } catch (error) {
      this.#heard.takeBack(heard);
      throw error;
    }
  }

  async #tell({ changes, states, checked }: Heard): Promise<void> {
    if (changes || states.size > 0) await this.#news.readAndTell();
    if (states.size > 0)
      for (const state of await this.#store.sections.states([...states]))
        this.#subscriptions.push(state.section, snapshotFrame(this.#news.cursor, [state]));
    for (const look of checked.values()) this.#subscriptions.push(look.section, checkedFrame(look));
  }
}
