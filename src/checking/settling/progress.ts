/**
 * How far a pass is, as the section-checker knows it: by the newest job the scheduler has handed over, and by how those
 * before it ended. Pure.
 */
import type { LookJob } from '../look-job.ts';
import { watchedIn } from '../look-job.ts';
import type { Surroundings } from './guard.ts';

/** What the scheduler says of its pass with each job, the job itself not counted. */
export interface PassState {
  /** Jobs that nobody has been asked for, and the watched sections in them. */
  queued: number;
  unasked: number;
  /** Watched sections in all. */
  due: number;
  /** By how many passes, of as many processes, all that was due is passed over. */
  parts: number;
  /** Milliseconds since it began. */
  ageMs: number;
}

export class Progress {
  #pass: PassState | null = null;
  #beganAtMs = 0;
  /** Jobs of the pass whose answer is not here, and jobs that will be asked for again; by id. */
  readonly #underWay = new Map<string, LookJob>();
  readonly #refused = new Map<string, LookJob>();

  /** `pass`: null when none is under way. */
  asked(job: LookJob, pass: PassState | null, nowMs: number): void {
    this.#pass = pass;
    this.#beganAtMs = nowMs - (pass?.ageMs ?? 0);
    // The scheduler counts them itself again.
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
