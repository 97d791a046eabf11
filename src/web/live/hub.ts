/**
 * Who hears what. Announcements only say that there is news: the changes themselves are read from the store, in its
 * order, from where the hub has read to. So a lost, doubled or late announcement costs time and nothing else.
 *
 * Reading and joining run one at a time, so that a joining client misses nothing and hears nothing twice. What clients
 * ask for is done in turns, so much at once and fairly by client; what the joins of one turn need is read in one go.
 */
import type { Announcement } from '../../domain/announcement.ts';
import type { ActorContext } from '../../runtime/index.ts';
import { reasonOf } from '../../runtime/index.ts';
import type { StoredChange } from '../../store/changes.ts';
import type { Store } from '../../store/store.ts';
import type { WebSocket } from 'ws';
import { Clients } from './clients.ts';
import { Connection } from './connection.ts';
import { FairQueue } from './fair-queue.ts';
import type { Job } from './fair-queue.ts';
import { Heard } from './heard.ts';
import { encode } from './protocol.ts';
import type { ServerFrame } from '../contract/frames.ts';

const PAGE = 500;
/** Sections and changes that are read in one turn. */
const TURN = 2_000;
/** The client is to connect again, and to resume. */
const TRY_AGAIN = 1012;

interface Join extends Job {
  readonly connection: Connection;
  readonly sections: string[];
  /** The cursor to go on from; undefined: there is none. */
  readonly from: string | undefined;
  /** The cursor that was asked for cannot be honoured. */
  readonly reset: boolean;
  readonly done: (sent: Promise<void>) => void;
  readonly failed: (error: unknown) => void;
}
/** Anything else that reads from the store. */
interface Reading extends Job {
  readonly read: () => Promise<void>;
}

export class LiveHub {
  readonly #store: Store;
  readonly #log: ActorContext<never>['log'];
  readonly #clients = new Clients();
  readonly #asked = new FairQueue<Join | Reading>();
  readonly #connections = new Set<Connection>();
  readonly #listeners = new Map<string, Set<Connection>>();
  #heard = new Heard();
  /** Every listener has been told of every change up to here; null: not read yet. */
  #cursor: string | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #serving = false;

  /** No change is lost by it: the next announcement or tick reads on from the same place. */
  readonly #unread = (error: unknown): void =>
    this.#log.warn({ reason: reasonOf(error) }, 'live news could not be read');

  constructor(store: Store, log: ActorContext<never>['log']) {
    this.#store = store;
    this.#log = log;
  }

  /** PMC_LIVE_LIMIT. */
  add(socket: WebSocket, clientKey: string): Connection {
    const connection = new Connection(socket, this.#clients.enter(clientKey));
    this.#connections.add(connection);
    return connection;
  }

  remove(connection: Connection): void {
    this.#connections.delete(connection);
    this.leave(connection, [...connection.sections]);
    this.#clients.leave(connection.client);
    this.#goOn();
  }

  leave(connection: Connection, sections: string[]): void {
    for (const section of sections) {
      if (connection.sections.delete(section)) connection.client.keys -= 1;
      const listeners = this.#listeners.get(section);
      listeners?.delete(connection);
      if (listeners?.size === 0) this.#listeners.delete(section);
    }
  }

  /**
   * Subscribes: first the changes missed since the cursor `since`, in order and once, then one snapshot, then what
   * happens.
   */
  async join(connection: Connection, sections: string[], since: string | undefined): Promise<void> {
    const from = since === undefined ? undefined : await this.#catchUp(connection, sections, since);
    const sent = await this.#turnOf(
      connection,
      new Promise<{ sending: Promise<void> }>((resolve, failed) => {
        const done = (sending: Promise<void>): void => resolve({ sending });
        this.#ask({
          client: connection.client.key,
          cost: Math.max(1, sections.length),
          connection,
          sections,
          from,
          reset: since !== undefined && from === undefined,
          done,
          failed,
        });
      }),
    );
    await sent.sending;
    this.#goOn();
  }

  /** Reads something for a client when its turn has come. */
  inTurn<Result>(connection: Connection, cost: number, read: () => Promise<Result>): Promise<Result> {
    return this.#turnOf(
      connection,
      new Promise((resolve, reject) => {
        this.#ask({ client: connection.client.key, connection, cost, read: () => read().then(resolve, reject) });
      }),
    );
  }

  async #turnOf<Result>(connection: Connection, result: Promise<Result>): Promise<Result> {
    connection.turns += 1;
    try {
      return await result;
    } finally {
      connection.turns -= 1;
    }
  }

  #ask(job: Join | Reading): void {
    this.#asked.add(job);
    this.#goOn();
  }

  /** The next turn, when there is something to do: who did not read may have read by now. */
  #goOn(): void {
    if (this.#serving || this.#asked.isEmpty) return;
    this.#serving = true;
    void this.#inTurn(async () => {
      const jobs = this.#asked.take(TURN, (client) => this.#clients.reads(client));
      await Promise.all([
        this.#joinAll(jobs.filter((job) => 'sections' in job)),
        ...jobs.map((job) => ('read' in job ? job.read() : undefined)),
      ]);
      this.#serving = false;
      if (jobs.length > 0) this.#goOn();
    });
  }

  /** Never rejects: each join fails by itself, or all do. */
  async #joinAll(joins: Join[]): Promise<void> {
    if (joins.length === 0) return;
    try {
      await this.#tellNews();
      const cursor = this.#cursor!;
      const states = new Map(
        (await this.#store.sections.states([...new Set(joins.flatMap(({ sections }) => sections))])).map((state) => [
          state.section,
          state,
        ]),
      );
      const found = await Promise.all(
        joins.map(async (join) => ({
          join,
          missed: join.from === undefined ? [] : await this.#changesSince(join.from, join.sections),
        })),
      );
      // The client may have gone in the meantime; then nothing may stay behind.
      for (const { connection, sections } of joins) if (connection.isOpen) this.#listen(connection, sections);
      // What happened while this was read is news for everybody, and is told after the snapshot.
      const news = await this.#readNews();
      const isNews = new Set(news.map(({ change }) => change.id));
      for (const {
        join: { connection, sections, reset, done },
        missed,
      } of found) {
        const frames: ServerFrame[] = (missed ?? []).filter(({ change }) => !isNews.has(change.id)).map(changeFrame);
        frames.push({
          type: 'snapshot',
          cursor,
          reset: reset || missed === undefined,
          sections: sections.map((section) => states.get(section) ?? { section, status: 'unknown', version: 0 }),
        });
        done(connection.answer(frames));
      }
      this.#tell(news);
    } catch (error) {
      for (const { failed } of joins) failed(error);
    }
  }

  /** Tells the listeners, soon: what is announced while the last news are being read is told together. */
  announce({ checked, states, changes }: Announcement): void {
    const isNew = this.#heard.isEmpty;
    const changed = new Set(changes.map(({ change }) => change.section));
    for (const section of changed) if (this.#listeners.has(section)) this.#heard.changes = true;
    // First seen, turned unknown or seen again as it was: no change tells that.
    for (const { section } of states)
      if (!changed.has(section) && this.#listeners.has(section)) this.#heard.states.add(section);
    for (const look of checked) if (this.#listeners.has(look.section)) this.#heard.checked.set(look.section, look);
    if (isNew && !this.#heard.isEmpty) this.#inTurn(() => this.#tellHeard()).catch(this.#unread);
  }

  /** Tells what no announcement told, and hangs up on clients that are gone. */
  async tick(): Promise<void> {
    for (const connection of this.#connections) connection.checkAlive();
    this.#goOn();
    await this.#inTurn(() => this.#tellNews()).catch(this.#unread);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /**
   * Sends most of what was missed, at the client's pace, a page in a turn. Returns the cursor reached; undefined:
   * `since` cannot be honoured.
   */
  async #catchUp(connection: Connection, sections: string[], since: string): Promise<string | undefined> {
    for (let cursor = since; ;) {
      const page = await this.inTurn(connection, PAGE, () => this.#store.changes.since(cursor, sections, PAGE));
      if (page === undefined) return undefined;
      const last = page.at(-1);
      if (page.length < PAGE || last === undefined || !connection.isOpen) return cursor;
      await connection.answer(page.map(changeFrame));
      cursor = last.cursor;
    }
  }

  async #changesSince(since: string, sections: string[]): Promise<StoredChange[] | undefined> {
    const found: StoredChange[] = [];
    for (let cursor = since; ;) {
      const page = await this.#store.changes.since(cursor, sections, PAGE);
      if (page === undefined) return undefined;
      found.push(...page);
      const last = page.at(-1);
      if (page.length < PAGE || last === undefined) return found;
      cursor = last.cursor;
    }
  }

  async #tellHeard(): Promise<void> {
    const { changes, states, checked } = this.#heard;
    this.#heard = new Heard();
    if (changes || states.size > 0) await this.#tellNews();
    if (states.size > 0) {
      for (const state of await this.#store.sections.states([...states])) {
        this.#push(state.section, { type: 'snapshot', cursor: this.#cursor!, reset: false, sections: [state] });
      }
    }
    for (const [section, look] of checked) this.#push(section, { type: 'checked', ...look });
  }

  async #tellNews(): Promise<void> {
    this.#tell(await this.#readNews());
  }

  /** The changes since the last reading, which moves on. */
  async #readNews(): Promise<StoredChange[]> {
    const latest = await this.#store.changes.latestCursor();
    if (latest === this.#cursor) return [];
    const news =
      this.#cursor === null || this.#listeners.size === 0
        ? []
        : await this.#changesSince(this.#cursor, [...this.#listeners.keys()]);
    this.#cursor = news?.at(-1)?.cursor ?? latest;
    if (news !== undefined) return news;
    for (const connection of this.#connections) connection.close(TRY_AGAIN, 'resume');
    return [];
  }

  #tell(news: StoredChange[]): void {
    for (const stored of news) this.#push(stored.change.section, changeFrame(stored));
  }

  #push(section: string, frame: ServerFrame): void {
    const listeners = this.#listeners.get(section);
    if (listeners === undefined) return;
    const text = encode(frame);
    for (const connection of listeners) connection.push(text);
  }

  #listen(connection: Connection, sections: string[]): void {
    for (const section of sections) {
      if (!connection.sections.has(section)) connection.client.keys += 1;
      connection.sections.add(section);
      const listeners = this.#listeners.get(section) ?? new Set();
      this.#listeners.set(section, listeners.add(connection));
    }
  }
}

function changeFrame({ cursor, change }: StoredChange): ServerFrame {
  return { type: 'change', cursor, change };
}
