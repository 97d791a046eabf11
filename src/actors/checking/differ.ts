/** The differ: a piscina pool that parses and compares answers in batches. Address `checking/differ`. */
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { Unplaced } from '../../nodes/place.ts';
import type { ActorContext, Behavior, Ref } from '../../runtime/index.ts';
import { reasonOf, unknownMessage } from '../../runtime/index.ts';
import type { DiffJob, DiffResult } from '../../checking/diff.ts';

export type DifferMessage = { type: 'diff'; job: DiffJob; replyTo: Ref<DiffReply> };
export type DiffReply = DiffResult | { outcome: 'failed'; code: string; message: string };

type Internal = { type: 'batch-done' };

/** A task costs more to hand over than a small answer to compare: what waits goes together. */
const BATCH_MAX = 32;
/**
 * A batch with this many known sections is full: its answers are large, and taking in all their results at once would
 * hold up the main thread.
 */
const BATCH_SECTIONS = 200;
/** Milliseconds; an idle thread costs 10 MB. */
const THREAD_IDLE_MS = 30_000;
const THREADS_MAX = Math.max(1, Math.min(4, availableParallelism() - 1));

export function differSpec(): Unplaced<DifferMessage | Internal> {
  return { type: 'actor', start: (context) => new Differ(context) };
}

class Differ implements Behavior<DifferMessage | Internal> {
  readonly #context: ActorContext<DifferMessage | Internal>;
  readonly #pool = new Piscina<DiffJob[], DiffResult[]>({
    filename: new URL('../../checking/differ-worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: THREADS_MAX,
    idleTimeout: THREAD_IDLE_MS,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 },
  });
  #waiting: DifferMessage[] = [];
  #running = 0;

  constructor(context: ActorContext<DifferMessage | Internal>) {
    this.#context = context;
    this.#pool.on('error', (error) => {
      context.fail(error instanceof Error ? error : new Error(String(error)));
    });
  }

  receive(message: DifferMessage | Internal): void {
    switch (message.type) {
      case 'diff':
        this.#waiting.push(message);
        break;
      case 'batch-done':
        this.#running -= 1;
        break;
      default:
        return unknownMessage(message);
    }
    while (this.#waiting.length > 0 && this.#running < THREADS_MAX) this.#run(this.#nextBatch());
  }

  async stop(): Promise<void> {
    await this.#pool.destroy();
  }

  #nextBatch(): DifferMessage[] {
    let count = 0;
    let sections = 0;
    while (count < this.#waiting.length && count < BATCH_MAX && sections < BATCH_SECTIONS)
      sections += this.#waiting[count++]!.job.known.length;
    return this.#waiting.splice(0, count);
  }

  #run(batch: DifferMessage[]): void {
    this.#running += 1;
    const answered = this.#pool.run(batch.map(({ job }) => job)).then(
      (results) => {
        results.forEach((result, index) => {
          this.#context.tell(batch[index]!.replyTo, result);
        });
      },
      (error: unknown) => {
        // An answer that breaks the parser is that answer's failure, not the pool's: piscina has replaced the thread.
        this.#context.log.error(
          { reason: reasonOf(error), requests: batch.map(({ job }) => job.request.id) },
          'diff failed',
        );
        const reply: DiffReply = { outcome: 'failed', code: 'PMC_INTERNAL', message: reasonOf(error) };
        for (const { replyTo } of batch) this.#context.tell(replyTo, reply);
      },
    );
    this.#context.pipeToSelf(
      answered,
      () => ({ type: 'batch-done' }),
      () => ({ type: 'batch-done' }),
    );
  }
}
