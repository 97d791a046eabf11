/**
 * New subscriptions. A client first gets the changes it missed, then a snapshot, then news. Joining and reading news
 * take turns, so that a client misses nothing and gets nothing twice. All joins of one turn share one read of the
 * store.
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
  /** The cursor to continue from; undefined if there is none. */
  readonly from: string | undefined;
  /** Whether the client asked for a cursor that the store cannot continue from. */
  readonly reset: boolean;
  /** Called with the promise that the answer is sent, which may take long. */
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

  /** Resolves when the snapshot has been sent. `since`: the last cursor that the client received. */
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
   * Sends most of the missed changes, one page per turn, as fast as the client reads. Returns the cursor it reached, or
   * undefined if the store cannot continue from `since`.
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

  /** Never rejects: if the store fails, all joins of the turn fail. */
  async #serve(joins: Join[]): Promise<void> {
    try {
      await this.#news.readAndTell();
      const { cursor } = this.#news;
      const states = await this.#statesOf(new Set(joins.flatMap(({ sections }) => sections)));
      const missed = await Promise.all(joins.map((join) => this.#missedBy(join)));
      // A client that left in the meantime must not be subscribed.
      for (const { connection, sections } of joins)
        if (connection.isOpen) this.#subscriptions.add(connection, sections);
      // Later changes are news for all subscribers. They are sent after the snapshots.
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

  /** Returns undefined if the store can no longer continue from that cursor. */
  async #missedBy({ from, sections }: Join): Promise<StoredChange[] | undefined> {
    return from === undefined ? [] : this.#news.since(from, sections);
  }
}
