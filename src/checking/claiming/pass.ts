/**
 * One pass over all due sections: the jobs still to ask for, and the results so far. Urgent jobs go first, including
 * those that join the pass later, but one request in four is for an ordinary job. Pure.
 */
import { URGENCY } from '../../domain/urgency.ts';
import type { Cycle } from './cycle.ts';
import type { JobResult, LookJob } from '../look-job.ts';
import { watchedIn } from '../look-job.ts';
import type { LookRefused } from '../looking/look-result.ts';

/** After this many urgent requests in a row, an ordinary one has its turn. */
const URGENT_IN_A_ROW = 3;

export class Pass {
  readonly #cycle: Cycle;
  /** A lower number is more urgent. */
  readonly #rank: (job: LookJob) => number;
  readonly #urgent: { job: LookJob; rank: number }[] = [];
  readonly #ordinary: LookJob[] = [];
  #inARow = 0;
  #asked = 0;

  constructor(jobs: readonly LookJob[], startedAt: string, rank: (job: LookJob) => number) {
    this.#rank = rank;
    for (const job of jobs) {
      if (rank(job) < URGENCY.ordinary) this.#hurry(job);
      else this.#ordinary.push(job);
    }
    this.#cycle = { startedAt, due: watchedIn(jobs), done: 0, failed: 0, requests: 0 };
  }

  get cycle(): Cycle {
    return { ...this.#cycle };
  }

  /** Whether nothing is queued and every started job has ended. */
  get settled(): boolean {
    return this.queued === 0 && this.#asked === 0;
  }

  /** Number of jobs that were not started yet. */
  get queued(): number {
    return this.#urgent.length + this.#ordinary.length;
  }

  /** Number of queued jobs that are not urgent. */
  get ordinary(): number {
    return this.#ordinary.length;
  }

  /** Returns the next job to start. The caller reports its end with one of the methods below. */
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
   * Adds jobs. Those that are late but not urgent, such as the work of a dead process, become the first of the ordinary
   * ones: behind all urgent jobs they might never have their turn.
   */
  add(jobs: readonly LookJob[]): void {
    const isUrgent = (job: LookJob): boolean => this.#rank(job) < URGENCY.ordinary;
    for (const job of jobs.filter(isUrgent)) this.#hurry(job);
    this.#ordinary.unshift(...jobs.filter((job) => !isUrgent(job)));
    this.#cycle.due += watchedIn(jobs);
  }

  /** Records a job that was answered, or whose look failed. */
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
    const rank = this.#rank(job);
    if (rank === URGENCY.ordinary) this.#ordinary.unshift(job);
    else this.#insert(job, rank, (other) => other >= rank);
  }

  /** Removes a job from the pass because it is looked at again later. */
  doubted(job: LookJob, requests: number): void {
    this.#asked -= 1;
    this.#cycle.due -= watchedIn([job]);
    this.#cycle.requests += requests;
  }

  /** Removes and returns the jobs that were not started. */
  abandon(): LookJob[] {
    return [...this.#urgent.splice(0).map(({ job }) => job), ...this.#ordinary.splice(0)];
  }

  finish(finishedAt: string): Cycle {
    this.#cycle.finishedAt = finishedAt;
    return this.cycle;
  }

  /** Inserts a job after those that are equally urgent. */
  #hurry(job: LookJob): void {
    const rank = this.#rank(job);
    this.#insert(job, rank, (other) => other > rank);
  }

  #insert(job: LookJob, rank: number, isBefore: (other: number) => boolean): void {
    const at = this.#urgent.findIndex((other) => isBefore(other.rank));
    this.#urgent.splice(at === -1 ? this.#urgent.length : at, 0, { job, rank });
  }
}
