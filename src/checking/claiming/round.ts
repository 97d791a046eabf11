/**
 * A round over watched sections: it begins with those that are due, takes in those that become due meanwhile, and ends
 * when each was looked at once. In a round that an operator asked for, all are due. Pure.
 */
import type { JobResult, LookJob } from '../look-job.ts';
import type { LookRefused } from '../looking/look-result.ts';
import type { Cycle } from './cycle.ts';

export class Round {
  readonly #left: Set<string>;
  /** The sections that are not left any more. */
  readonly #settled = new Set<string>();
  readonly #cycle: Cycle;
  /** An operator asked for it, here or on another node. */
  readonly isAskedFor: boolean;

  constructor(sections: Iterable<string>, startedAt: string, isAskedFor: boolean) {
    this.#left = new Set(sections);
    this.isAskedFor = isAskedFor;
    this.#cycle = { startedAt, due: this.#left.size, done: 0, failed: 0, requests: 0 };
  }

  get cycle(): Cycle {
    return { ...this.#cycle };
  }

  get isOver(): boolean {
    return this.#left.size === 0;
  }

  /** Takes in the sections of a job that is sent. */
  sent({ sections }: LookJob): void {
    for (const { section, watched } of sections) {
      if (!watched || this.#left.has(section) || this.#settled.has(section)) continue;
      this.#left.add(section);
      this.#cycle.due += 1;
    }
  }

  /** Records a job that was answered, or whose look failed. */
  ended({ sections }: LookJob, result: Exclude<JobResult, LookRefused>): void {
    const unsure = new Set(result.outcome === 'failed' ? [] : result.unsure.map(({ section }) => section));
    for (const { section } of sections) {
      if (!this.#settle(section)) continue;
      const isFailed = result.outcome === 'failed' || unsure.has(section);
      this.#cycle[isFailed ? 'failed' : 'done'] += 1;
    }
    this.#cycle.requests += result.requests;
  }

  /** Records requests that showed nothing, or whose look is repeated later. */
  spent(requests: number): void {
    this.#cycle.requests += requests;
  }

  /** An answer to another request showed the section. */
  seen(section: string): void {
    if (this.#settle(section)) this.#cycle.done += 1;
  }

  /** The section is looked at by another process, or later, or no longer watched. */
  dropped(section: string): void {
    if (this.#settle(section)) this.#cycle.due -= 1;
  }

  finish(finishedAt: string): Cycle {
    return { ...this.#cycle, finishedAt };
  }

  /** Returns whether the section was left. */
  #settle(section: string): boolean {
    this.#settled.add(section);
    return this.#left.delete(section);
  }
}
