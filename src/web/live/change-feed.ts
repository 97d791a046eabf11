/**
 * Changes of all sections, for all streams. The store is read once, and each batch is encoded once. A stream that does
 * not keep up leaves the others: it reads pages of its own as fast as its client takes them, and comes back when it has
 * caught up. So it costs little memory, misses nothing and delays nobody.
 */
import type { ActorContext } from '../../runtime/index.ts';
import { reasonOf } from '../../runtime/index.ts';
import type { ChangePage, ChangeStore, StoredChange } from '../../store/changes.ts';
import { isAfter } from '../../store/changes.ts';
import { storeError } from '../../store/errors.ts';
import type { EventStream } from './event-stream.ts';

/** Milliseconds between two batches. Writing to a thousand streams costs much more than reading one more change. */
const GATHER_MS = 50;
/** Changes per read. */
const PAGE = 100;

export class ChangeFeed {
  readonly #changes: ChangeStore;
  readonly #context: Pick<ActorContext<never>, 'clock' | 'log'>;
  /** Those that have been sent all changes up to `#cursor`. */
  readonly #live = new Set<EventStream>();
  readonly #all = new Set<EventStream>();
  #cursor = '0';
  #last: Promise<unknown> = Promise.resolve();
  /** Whether a batch is being read, or waits for its time. */
  #gathering = false;
  #missed = false;

  constructor(changes: ChangeStore, context: Pick<ActorContext<never>, 'clock' | 'log'>) {
    this.#changes = changes;
    this.#context = context;
  }

  /** Returns where a stream starts. null: with the next change. Rejects with PMC_CURSOR_GONE. */
  async startOf(since: string | null): Promise<string> {
    if (since === null) return this.#changes.latestCursor();
    if ((await this.#changes.page(since, 1)) === undefined) throw storeError('PMC_CURSOR_GONE', { cursor: since });
    return since;
  }

  /** Sends the stream all changes after `cursor` until its client leaves. */
  add(stream: EventStream, cursor: string): void {
    this.#all.add(stream);
    stream.onClose(() => {
      this.#all.delete(stream);
      this.#live.delete(stream);
    });
    void this.#catchUp(stream, cursor);
  }

  /** There are new changes. */
  announce(): void {
    this.#missed = true;
    if (this.#gathering || this.#live.size === 0) return;
    this.#gathering = true;
    void this.#gather();
  }

  /** Sends changes whose announcement was lost, and keeps the connections open. */
  tick(): void {
    this.announce();
    for (const stream of this.#all) stream.beat();
  }

  /** Ends all streams. A client that does not read keeps its connection for a while, and must not hold up new ones. */
  close(): void {
    this.#live.clear();
    for (const stream of this.#all) stream.end();
  }

  async #gather(): Promise<void> {
    while (this.#missed && this.#live.size > 0) {
      this.#missed = false;
      await this.#alone(() => this.#tell()).catch((error: unknown) => {
        // The next announcement or tick goes on from the same place.
        this.#context.log.warn({ reason: reasonOf(error) }, 'changes for streams could not be read');
      });
      await new Promise<void>((resolve) => void this.#context.clock.setTimeout(resolve, GATHER_MS));
    }
    this.#gathering = false;
  }

  /** Sends the live streams what is new. */
  async #tell(): Promise<void> {
    for (;;) {
      const page = await this.#changes.page(this.#cursor, PAGE);
      if (page === undefined) return this.close();
      if (page.changes.length > 0) {
        const bytes = encode(page.changes);
        const before = this.#cursor;
        this.#cursor = page.next;
        for (const stream of this.#live) {
          if (stream.push(bytes)) continue;
          this.#live.delete(stream);
          void this.#catchUp(stream, before);
        }
      }
      if (page.changes.length < PAGE) return;
    }
  }

  /** Sends a stream pages from the store until it is live. Never rejects: if the store fails, the stream ends. */
  async #catchUp(stream: EventStream, start: string): Promise<void> {
    try {
      await stream.send(Buffer.from(`id: ${start}\n\n`));
      for (let cursor: string | undefined = start; cursor !== undefined && stream.isOpen;)
        cursor = await this.#nextPage(stream, cursor);
    } catch (error) {
      this.#context.log.warn({ reason: reasonOf(error) }, 'a stream of changes could not be read');
      stream.end();
    }
  }

  /** Returns the cursor that the stream has reached, or undefined when it is live or has ended. */
  async #nextPage(stream: EventStream, cursor: string): Promise<string | undefined> {
    const page = await this.#alone(async (): Promise<ChangePage | undefined> => {
      const found = await this.#changes.page(cursor, PAGE);
      if (found === undefined || found.changes.length === PAGE) return found;
      if (this.#live.size === 0) this.#cursor = found.next;
      else if (isAfter(cursor, this.#cursor)) await this.#tell();
      // What comes after `#cursor` is news for all.
      const changes = found.changes.filter((change) => !isAfter(change.cursor, this.#cursor));
      if (changes.length > 0 && !stream.push(encode(changes))) return found;
      if (stream.isOpen) this.#live.add(stream);
      return undefined;
    });
    if (page === undefined) {
      if (!this.#live.has(stream)) stream.end();
      else this.announce();
      return undefined;
    }
    await stream.send(encode(page.changes));
    return page.next;
  }

  /** Does `work` after all earlier work. */
  #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined); // the caller gets the error
    return result;
  }
}

/** As server-sent events. The id of an event is what a client returns with. */
function encode(changes: readonly StoredChange[]): Buffer {
  return Buffer.from(
    changes.map(({ cursor, change }) => `id: ${cursor}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`).join(''),
  );
}
