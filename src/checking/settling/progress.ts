/**
 * How far a pass is, as the section-checker knows it: from the newest job that the scheduler handed over, and from how
 * earlier jobs ended. Pure.
 */
import type { LookJob } from '../look-job.ts';
import { watchedIn } from '../look-job.ts';
import type { Surroundings } from './guard.ts';

/** The state of the pass that the scheduler sends with each job, without the job itself. */
export interface PassState {
  /** Number of jobs that were not started, and of the watched sections in them. */
  queued: number;
  unasked: number;
  /** Number of watched sections in all. */
  due: number;
  /** Number of processes that share the due sections, each with its own pass. */
  parts: number;
  /** Milliseconds since the pass began. */
  ageMs: number;
}

export class Progress {
  #pass: PassState | null = null;
  #beganAtMs = 0;
  /** By id: jobs of the pass that have no answer yet, and refused jobs that will be asked for again. */
  readonly #underWay = new Map<string, LookJob>();
  readonly #refused = new Map<string, LookJob>();

  /** Records a started job. `pass`: null if none is under way. */
  asked(job: LookJob, pass: PassState | null, nowMs: number): void {
    this.#pass = pass;
    this.#beganAtMs = nowMs - (pass?.ageMs ?? 0);
    // The scheduler's counts include them again.
    this.#refused.clear();
    if (job.asker === 'pass') this.#underWay.set(job.id, job);
  }

  ended(job: LookJob, refused: boolean): void {
    if (this.#underWay.delete(job.id) && refused) this.#refused.set(job.id, job);
  }

  surroundings(nowMs: number): Surroundings {
    if (this.#pass === null) return { progress: null, parts: 1, sinceMs: nowMs };
    const { queued, unasked, due, parts } = this.#pass;
    const open = [...this.#underWay.values(), ...this.#refused.values()];
    const isOver = queued + open.length === 0;
    const seen = Math.max(0, due - unasked - watchedIn(open));
    return { progress: isOver ? null : { seen, due }, parts, sinceMs: this.#beganAtMs };
  }
}
