/**
 * One pass over everything that was due: what is still to be asked, and what came of it. What is urgent goes first,
 * also what joins the pass later, but never alone: of four requests one is for what has only been due. Pure.
 */
import type { Extent } from '../domain/mass-change.ts';
import { URGENCY } from '../domain/urgency.ts';
import type { Cycle } from './cycle.ts';
import type { LookJob } from './look-job.ts';

/** After so many urgent requests in a row one of the others has its turn. */
const URGENT_IN_A_ROW = 3;

interface Ended {
  done: number;
  failed: number;
  requests: number;
}

export class Pass {
  readonly #cycle: Cycle;
  /** The more urgent, the lower. */
  readonly #rank: (job: LookJob) => number;
  readonly #urgent: { job: LookJob; rank: number }[] = [];
  readonly #ordinary: LookJob[] = [];
  #inARow = 0;
  /** As how many passes, by other processes, all that was due is passed over. */
  readonly parts: number;
  #asked = 0;
  #held = 0;
  #seen = 0;

  constructor(jobs: readonly LookJob[], startedAt: string, parts: number, rank: (job: LookJob) => number) {
    this.#rank = rank;
    for (const job of jobs) {
      if (rank(job) < URGENCY.ordinary) this.#hurry(job);
      else this.#ordinary.push(job);
    }
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
    return this.#urgent.length + this.#ordinary.length;
  }

  /** Of them, those that have only been due. */
  get ordinary(): number {
    return this.#ordinary.length;
  }

  /** The next job to ask; the caller reports its end with one of the methods below. */
  next(): LookJob | undefined {
    const isOthersTurn = this.#inARow >= URGENT_IN_A_ROW && this.#ordinary.length > 0;
    const urgent = isOthersTurn ? undefined : this.#urgent.shift();
    const job = urgent?.job ?? this.#ordinary.shift();
    if (job === undefined) return undefined;
    this.#inARow = urgent === undefined ? 0 : this.#inARow + 1;
    this.#asked += 1;
    return job;
  }

  /**
   * Further jobs. What only comes late, such as the work of a process that died, is the first of the others: behind all
   * that is urgent it might never have its turn.
   */
  add(jobs: readonly LookJob[]): void {
    const isUrgent = (job: LookJob): boolean => this.#rank(job) < URGENCY.ordinary;
    for (const job of jobs.filter(isUrgent)) this.#hurry(job);
    this.#ordinary.unshift(...jobs.filter((job) => !isUrgent(job)));
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
    const rank = this.#rank(job);
    if (rank === URGENCY.ordinary) this.#ordinary.unshift(job);
    else this.#insert(job, rank, (other) => other >= rank);
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
    return [...this.#urgent.splice(0).map(({ job }) => job), ...this.#ordinary.splice(0)];
  }

  finish(finishedAt: string): Cycle {
    this.#cycle.finishedAt = finishedAt;
    return this.cycle;
  }

  get #over(): boolean {
    return this.queued === 0 && this.#asked === 0;
  }

  /** Behind those that are as urgent. */
  #hurry(job: LookJob): void {
    const rank = this.#rank(job);
    this.#insert(job, rank, (other) => other > rank);
  }

  #insert(job: LookJob, rank: number, isBefore: (other: number) => boolean): void {
    const at = this.#urgent.findIndex((other) => isBefore(other.rank));
    this.#urgent.splice(at === -1 ? this.#urgent.length : at, 0, { job, rank });
  }
}

function watchedInAll(jobs: readonly LookJob[]): number {
  return jobs.reduce((sum, { sections }) => sum + sections.filter(({ watched }) => watched).length, 0);
}
