/** The differ: a piscina pool that parses and compares answers in batches. Address: `checking/differ`. */
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { Unplaced } from '../../nodes/place.ts';
import type { ActorContext, Behavior, Ref } from '../../runtime/index.ts';
import { errorOf, protocol, reasonOf } from '../../runtime/index.ts';
import type { CompareJob, Comparison } from '../../checking/looking/compare.ts';
import type { LookResult, Traced } from '../../checking/looking/look-result.ts';

export type DifferMessage = { type: 'compare'; job: CompareJob; replyTo: Ref<Traced<LookResult<Comparison>>> };
const accepts = protocol<DifferMessage>({ compare: { job: 'object', replyTo: 'ref' } });

type Internal = DifferMessage | { type: 'batch-done' };

export function differSpec(): Unplaced<Internal> {
  return { type: 'actor', accepts, start: (context) => new Differ(context) };
}

/** Answers in one task. Handing over a task costs more than comparing a small answer, so they go in batches. */
const BATCH_MAX = 32;
/**
 * A batch with this many known sections is full: its answers are large, and receiving all their results at once would
 * block the main thread.
 */
const BATCH_SECTIONS = 200;
/** Milliseconds; an idle thread costs 10 MB. One stays: the first answer after a pause must not wait for its start. */
const THREAD_IDLE_MS = 30_000;
const THREADS_MIN = 1;
const THREADS_MAX = Math.max(1, Math.min(4, availableParallelism() - 1));

class Differ implements Behavior<Internal> {
  readonly #context: ActorContext<Internal>;
  readonly #pool = new Piscina<CompareJob[], Traced<LookResult<Comparison>>[]>({
    filename: new URL('../../checking/looking/compare-worker.js', import.meta.url).href,
    minThreads: THREADS_MIN,
    maxThreads: THREADS_MAX,
    idleTimeout: THREAD_IDLE_MS,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 },
  });
  #waiting: DifferMessage[] = [];
  #running = 0;

  constructor(context: ActorContext<Internal>) {
    this.#context = context;
    this.#pool.on('error', (error) => context.fail(errorOf(error)));
  }

  receive(message: Internal): void {
    switch (message.type) {
      case 'compare':
        this.#waiting.push(message);
        break;
      case 'batch-done':
        this.#running -= 1;
        break;
      default:
        return message satisfies never;
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
        // If an answer ends its thread, only its batch fails: piscina has replaced the thread.
        this.#context.log.error(
          { reason: reasonOf(error), requests: batch.map(({ job }) => job.request.id) },
          'diff failed',
        );
        const failed = { outcome: 'failed', code: 'PMC_INTERNAL', message: reasonOf(error) } as const;
        for (const { job, replyTo } of batch) this.#context.tell(replyTo, { ...failed, requests: job.requests });
      },
    );
    this.#context.pipeToSelf(
      answered,
      () => ({ type: 'batch-done' }),
      () => ({ type: 'batch-done' }),
    );
  }
}
