/**
 * Changes of the subscribed sections, read from the store in its order. Each read starts where the last one ended. An
 * announcement only says that there is something to read. So if it is lost, repeated or late, this costs time but no
 * changes.
 */
import type { ChangeStore, StoredChange } from '../../store/changes.ts';
import type { LiveTraces } from './live-traces.ts';
import { changeFrame } from './server-frames.ts';
import type { Subscriptions } from './subscriptions.ts';

/** Maximum number of changes per read. */
export const PAGE = 500;

export class News {
  readonly #changes: ChangeStore;
  readonly #subscriptions: Subscriptions;
  readonly #traces: LiveTraces;
  readonly #onGap: () => void;
  #cursor: string | null = null;

  /** `onGap` is called when the store no longer has all changes since the last read. */
  constructor(changes: ChangeStore, subscriptions: Subscriptions, traces: LiveTraces, onGap: () => void) {
    this.#changes = changes;
    this.#subscriptions = subscriptions;
    this.#traces = traces;
    this.#onGap = onGap;
  }

  /** The cursor up to which all changes were sent to the subscribers. Call `read` first. */
  get cursor(): string {
    return this.#cursor!;
  }

  /** Reads the changes since the last read, and moves the cursor. */
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
    for (const stored of news) {
      const span = this.#traces.begin(stored.change);
      const pages = this.#subscriptions.push(stored.change.section, changeFrame(stored));
      span?.end({ 'pickmyclass.pages': pages });
    }
  }

  async readAndTell(): Promise<void> {
    this.tell(await this.read());
  }

  /** Returns all changes of `sections` since a cursor, or undefined if the store cannot continue from there. */
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

  /**
   * Returns the first PAGE changes of `sections` since a cursor, or undefined if the store cannot continue from there.
   */
  page(cursor: string, sections: string[]): Promise<StoredChange[] | undefined> {
    return this.#changes.since(cursor, sections, PAGE);
  }
}
