/**
 * The jobs that the section-checker is working on. There are as many places as keep the browsers busy. A job whose
 * answer is held back gives its place to another. Pure; times are monotonic milliseconds.
 */
import type { LookJob } from '../look-job.ts';

export type JobState = 'looked at' | 'held' | 'doubted';

interface Entry {
  job: LookJob;
  state: JobState;
  /** Time after which the answer counts as lost. */
  untilMs: number;
}

/**
 * Looks at the same time: as many as one browser carries over HTTP/1.1. With 100, a second browser is launched, and a
 * cycle takes 250 MB more and no less time.
 */
const PLACES = 32;

export class UnderWay {
  readonly #jobs = new Map<string, Entry>();
  readonly #timeoutMs: number;

  /** `timeoutMs`: the limit for one look, from the queue to the write. */
  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** Number of jobs that can be started. */
  get places(): number {
    let taken = 0;
    for (const { state } of this.#jobs.values()) if (state === 'looked at') taken += 1;
    return PLACES - taken;
  }

  begun(job: LookJob, nowMs: number): void {
    this.#jobs.set(job.id, { job, state: 'looked at', untilMs: nowMs + this.#timeoutMs });
  }

  /** Marks a job whose answer is held back. Returns it with the state before; undefined if it has ended. */
  held(jobId: string, nowMs: number): { job: LookJob; before: JobState } | undefined {
    return this.#mark(jobId, 'held', nowMs + this.#timeoutMs);
  }

  /** Marks a job for a second look, which has no time limit. Returns as `held` does. */
  doubted(jobId: string): { job: LookJob; before: JobState } | undefined {
    return this.#mark(jobId, 'doubted', Infinity);
  }

  /** Removes a job. Returns its last state; undefined if it had ended before. */
  ended(job: LookJob): JobState | undefined {
    const entry = this.#jobs.get(job.id);
    this.#jobs.delete(job.id);
    return entry?.state;
  }

  /** Returns the jobs whose answer was lost. */
  lost(nowMs: number): LookJob[] {
    return [...this.#jobs.values()].filter(({ untilMs }) => untilMs < nowMs).map(({ job }) => job);
  }

  #mark(jobId: string, state: JobState, untilMs: number): { job: LookJob; before: JobState } | undefined {
    const entry = this.#jobs.get(jobId);
    if (entry === undefined) return undefined;
    const { job, state: before } = entry;
    this.#jobs.set(jobId, { job, state, untilMs });
    return { job, before };
  }
}
