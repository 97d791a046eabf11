/**
 * One pass over everything that was due: what is still to be asked, and what came of it. What is urgent goes first,
 * also what joins the pass later, but never alone: of four requests one is for what has only been due. Pure.
 */
import { URGENCY } from '../../domain/urgency.ts';
import type { Cycle } from './cycle.ts';
import type { JobResult, LookJob } from '../look-job.ts';
import { watchedIn } from '../look-job.ts';
import type { LookRefused } from '../looking/look-result.ts';
import type { PassState } from '../settling/progress.ts';

/** After so many urgent requests in a row one of the others has its turn. */
const URGENT_IN_A_ROW = 3;

export class Pass {
  readonly #cycle: Cycle;
  /** The more urgent, the lower. */
  readonly #rank: (job: LookJob) => number;
  readonly #urgent: { job: LookJob; rank: number }[] = [];
  readonly #ordinary: LookJob[] = [];
  #inARow = 0;
  readonly #parts: number;
  #asked = 0;
  /** Watched sections of the jobs that nobody has been asked for. */
  #unasked: number;

  /** `parts`: as how many passes, by as many processes, all that was due is passed over. */
  constructor(jobs: readonly LookJob[], startedAt: string, parts: number, rank: (job: LookJob) => number) {
    this.#rank = rank;
    for (const job of jobs) {
      if (rank(job) < URGENCY.ordinary) this.#hurry(job);
      else this.#ordinary.push(job);
    }
    this.#parts = parts;
    this.#unasked = watchedIn(jobs);
    this.#cycle = { startedAt, due: this.#unasked, done: 0, failed: 0, requests: 0 };
  }

  get cycle(): Cycle {
    return { ...this.#cycle };
  }

  /** Nothing is queued and every job that was asked has ended. */
  get settled(): boolean {
    return this.queued === 0 && this.#asked === 0;
  }

  get state(): Omit<PassState, 'ageMs'> {
    return { queued: this.queued, unasked: this.#unasked, due: this.#cycle.due, parts: this.#parts };
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
    this.#unasked -= watchedIn([job]);
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
    this.#unasked += watchedIn(jobs);
    this.#cycle.due += watchedIn(jobs);
  }

  /** It has been answered, or its look has failed. */
  ended(job: LookJob, result: Exclude<JobResult, LookRefused>): void {
    const unsure = new Set(result.outcome === 'failed' ? [] : result.unsure.map(({ section }) => section));
    const unseen = job.sections.filter(({ section }) => result.outcome === 'failed' || unsure.has(section));
    const failed = watchedIn([{ sections: unseen }]);
    this.#asked -= 1;
    this.#cycle.done += watchedIn([job]) - failed;
    this.#cycle.failed += failed;
    this.#cycle.requests += result.requests;
  }

  refused(job: LookJob, requests: number): void {
    this.#asked -= 1;
    this.#cycle.requests += requests;
    this.#unasked += watchedIn([job]);
    const rank = this.#rank(job);
    if (rank === URGENCY.ordinary) this.#ordinary.unshift(job);
    else this.#insert(job, rank, (other) => other >= rank);
  }

  /** It is looked at again later and belongs to this pass no more. */
  doubted(job: LookJob, requests: number): void {
    this.#asked -= 1;
    this.#cycle.due -= watchedIn([job]);
    this.#cycle.requests += requests;
  }

  /** Takes every job nobody has been asked for. */
  abandon(): LookJob[] {
    this.#unasked = 0;
    return [...this.#urgent.splice(0).map(({ job }) => job), ...this.#ordinary.splice(0)];
  }

  finish(finishedAt: string): Cycle {
    this.#cycle.finishedAt = finishedAt;
    return this.cycle;
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
