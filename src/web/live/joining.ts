/**
 * Clients that subscribe: they get first the changes they missed, then a snapshot, and from then on the news. Joining
 * and reading news run in turns, so that a client misses nothing and hears nothing twice. What the joins of one turn
 * need is read at once.
 */
import type { StoredChange } from '../../store/changes.ts';
import type { Store } from '../../store/store.ts';
import type { LiveState } from '../contract/frames.ts';
import type { Connection } from './connection.ts';
import type { Job } from './fair-queue.ts';
import { PAGE } from './news.ts';
import type { News } from './news.ts';
import { changeFrame, snapshotFrame, unseen } from './server-frames.ts';
import type { Subscriptions } from './subscriptions.ts';
import { Turns } from './turns.ts';

interface Join extends Job {
  readonly connection: Connection;
  readonly sections: string[];
  /** The cursor to go on from; undefined: there is none. */
  readonly from: string | undefined;
  /** The client asked for a cursor that the store cannot go on from. */
  readonly reset: boolean;
  /** Called with the sending of the answer, which may take long. */
  readonly done: (sent: Promise<void>) => void;
  readonly failed: (error: unknown) => void;
}

export class Joining {
  readonly turns: Turns<Join>;
  readonly #store: Store;
  readonly #news: News;
  readonly #subscriptions: Subscriptions;

  constructor(store: Store, news: News, subscriptions: Subscriptions, isReady: (client: string) => boolean) {
    this.#store = store;
    this.#news = news;
    this.#subscriptions = subscriptions;
    this.turns = new Turns<Join>({ isReady, serve: (joins) => this.#serve(joins) });
  }

  /** Resolves when the snapshot has left. `since`: the last cursor the client has received. */
  async join(connection: Connection, sections: string[], since: string | undefined): Promise<void> {
    const from = since === undefined ? undefined : await this.#catchUp(connection, sections, since);
    const served = new Promise<{ sent: Promise<void> }>((resolve, failed) => {
      this.turns.add({
        client: connection.client.key,
        cost: Math.max(1, sections.length),
        connection,
        sections,
        from,
        reset: since !== undefined && from === undefined,
        done: (sent) => resolve({ sent }),
        failed,
      });
    });
    await (
      await connection.waitFor(served)
    ).sent;
    this.turns.goOn();
  }

  /**
   * Sends most of what the client missed, as fast as it reads, one page in a turn. Returns the cursor reached;
   * undefined when the store cannot go on from `since`.
   */
  async #catchUp(connection: Connection, sections: string[], since: string): Promise<string | undefined> {
    for (let cursor = since; ;) {
      const page = await this.turns.read(connection, PAGE, () => this.#news.page(cursor, sections));
      if (page === undefined) return undefined;
      const last = page.at(-1);
      if (page.length < PAGE || last === undefined || !connection.isOpen) return cursor;
      await connection.answer(page.map(changeFrame));
      cursor = last.cursor;
    }
  }

  /** Never rejects: when the store fails, all joins of the turn fail. */
  async #serve(joins: Join[]): Promise<void> {
    try {
      await this.#news.readAndTell();
      const { cursor } = this.#news;
      const states = await this.#statesOf(new Set(joins.flatMap(({ sections }) => sections)));
      const missed = await Promise.all(joins.map((join) => this.#missedBy(join)));
      // A client may have gone in the meantime. Then nothing of it may stay behind.
      for (const { connection, sections } of joins)
        if (connection.isOpen) this.#subscriptions.add(connection, sections);
      // What has happened since is news for everybody. It is told after the snapshots.
      const news = await this.#news.read();
      const isNews = new Set(news.map(({ change }) => change.id));
      for (const [index, { connection, sections, reset, done }] of joins.entries()) {
        const changes = missed[index]?.filter(({ change }) => !isNews.has(change.id));
        const snapshot = snapshotFrame(
          cursor,
          sections.map((section) => states.get(section) ?? unseen(section)),
          reset || changes === undefined,
        );
        done(connection.answer([...(changes ?? []).map(changeFrame), snapshot]));
      }
      this.#news.tell(news);
    } catch (error) {
      for (const { failed } of joins) failed(error);
    }
  }

  async #statesOf(sections: Set<string>): Promise<Map<string, LiveState>> {
    const states = await this.#store.sections.states([...sections]);
    return new Map(states.map((state) => [state.section, state]));
  }

  /** undefined: the store can no longer go on from there. */
  async #missedBy({ from, sections }: Join): Promise<StoredChange[] | undefined> {
    return from === undefined ? [] : this.#news.since(from, sections);
  }
}
