/** One pass over everything that was due: what is still to be asked, and what came of it. Pure. */
import type { Extent } from '../domain/mass-change.ts';
import type { Cycle } from './cycle.ts';
import type { LookJob } from './look-job.ts';

interface Ended { done: number; failed: number; requests: number }

export class Pass {
  readonly #cycle: Cycle;
  readonly #queue: LookJob[];
  /** As how many passes, by other processes, all that was due is passed over. */
  readonly parts: number;
  #asked = 0;
  #held = 0;
  #seen = 0;

  constructor(jobs: LookJob[], startedAt: string, parts: number) {
    this.#queue = [...jobs];
    this.parts = parts;
    this.#cycle = { startedAt, due: watchedInAll(jobs), done: 0, failed: 0, requests: 0 };
  }

  get cycle(): Cycle {
    return { ...this.#cycle };
  }

  /** Nothing is queued, asked or held any more. */
  get settled(): boolean {
    return this.#over && this.#held === 0;
  }

  /** Watched sections due and seen, also those whose look is held; null: everyone has been asked and has answered. */
  get progress(): Extent['progress'] {
    return this.#over ? null : { seen: this.#seen, due: this.#cycle.due };
  }

  /** Jobs nobody has been asked for. */
  get queued(): number {
    return this.#queue.length;
  }

  /** The next job to ask; the caller reports its end with one of the methods below. */
  next(): LookJob | undefined {
    const job = this.#queue.shift();
    if (job !== undefined) this.#asked += 1;
    return job;
  }

  /** Further jobs, which come first: what they are about is late. */
  add(jobs: readonly LookJob[]): void {
    this.#queue.unshift(...jobs);
    this.#cycle.due += watchedInAll(jobs);
  }

  ended({ done, failed, requests }: Ended): void {
    this.#asked -= 1;
    this.#seen += done + failed;
    this.#cycle.done += done;
    this.#cycle.failed += failed;
    this.#cycle.requests += requests;
  }

  refused(job: LookJob, requests: number): void {
    this.#asked -= 1;
    this.#cycle.requests += requests;
    this.#queue.unshift(job);
  }

  /** It was seen and waits for a word; then follows `written` or `postponed`. */
  held(job: LookJob, requests: number): void {
    this.#asked -= 1;
    this.#held += 1;
    this.#seen += watchedInAll([job]);
    this.#cycle.requests += requests;
  }

  /** A held look has been written, or could not be. */
  written({ done, failed }: Ended): void {
    this.#held -= 1;
    this.#cycle.done += done;
    this.#cycle.failed += failed;
  }

  /** A held job is looked at again later: it is not this pass's any more. */
  postponed(job: LookJob): void {
    this.#held -= 1;
    this.#seen -= watchedInAll([job]);
    this.#cycle.due -= watchedInAll([job]);
  }

  /** Takes every job nobody has been asked for. */
  abandon(): LookJob[] {
    return this.#queue.splice(0);
  }

  finish(finishedAt: string): Cycle {
    this.#cycle.finishedAt = finishedAt;
    return this.cycle;
  }

  get #over(): boolean {
    return this.#queue.length === 0 && this.#asked === 0;
  }
}

function watchedInAll(jobs: readonly LookJob[]): number {
  return jobs.reduce((sum, { sections }) => sum + sections.filter(({ watched }) => watched).length, 0);
}
