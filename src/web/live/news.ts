/**
 * The changes of the sections that somebody listens to, read from the store in its order, from where the last reading
 * ended. An announcement only says that there is news. So a lost, repeated or late announcement costs time and nothing
 * else.
 */
import type { ChangeStore, StoredChange } from '../../store/changes.ts';
import { changeFrame } from './server-frames.ts';
import type { Subscriptions } from './subscriptions.ts';

/** Changes read at once. */
export const PAGE = 500;

export class News {
  readonly #changes: ChangeStore;
  readonly #subscriptions: Subscriptions;
  readonly #onGap: () => void;
  #cursor: string | null = null;

  /** `onGap`: called when the store no longer has all changes since the last reading. */
  constructor(changes: ChangeStore, subscriptions: Subscriptions, onGap: () => void) {
    this.#changes = changes;
    this.#subscriptions = subscriptions;
    this.#onGap = onGap;
  }

  /** Every listener has been told of every change up to here. Read first. */
  get cursor(): string {
    return this.#cursor!;
  }

  /** Reads what has happened since the last reading, and moves on. */
  async read(): Promise<StoredChange[]> {
    const latest = await this.#changes.latestCursor();
    if (latest === this.#cursor) return [];
    const { sections } = this.#subscriptions;
    const news = this.#cursor === null || sections.length === 0 ? [] : await this.since(this.#cursor, sections);
    this.#cursor = news?.at(-1)?.cursor ?? latest;
    if (news !== undefined) return news;
    this.#onGap();
    return [];
  }

  tell(news: readonly StoredChange[]): void {
    for (const stored of news) this.#subscriptions.push(stored.change.section, changeFrame(stored));
  }

  async readAndTell(): Promise<void> {
    this.tell(await this.read());
  }

  /** All changes of `sections` since a cursor; undefined when the store cannot go on from there. */
  async since(start: string, sections: string[]): Promise<StoredChange[] | undefined> {
    const found: StoredChange[] = [];
    for (let cursor = start; ;) {
      const page = await this.page(cursor, sections);
      if (page === undefined) return undefined;
      found.push(...page);
      const last = page.at(-1);
      if (page.length < PAGE || last === undefined) return found;
      cursor = last.cursor;
    }
  }

  /** The first PAGE changes of `sections` since a cursor; undefined when the store cannot go on from there. */
  page(cursor: string, sections: string[]): Promise<StoredChange[] | undefined> {
    return this.#changes.since(cursor, sections, PAGE);
  }
}
