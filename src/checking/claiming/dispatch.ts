/**
 * Which look is asked for next, as far as the request budget and the looks under way allow: visitors within their own
 * small share, then students and the pass in turns. Times are monotonic.
 */
import type { LookJob } from '../look-job.ts';
import type { Pass } from './pass.ts';
import type { RequestBudget } from './request-budget.ts';
import type { Clock } from '../../runtime/index.ts';
import { UnderWay } from './under-way.ts';
import type { JobState } from './under-way.ts';
import type { WaitingLook, WaitingLooks } from './waiting-looks.ts';

export interface DispatchOptions {
  budget: RequestBudget;
  waiting: WaitingLooks;
  /** The job for somebody who waits; undefined: it was answered without one. */
  begin: (look: WaitingLook) => Promise<LookJob | undefined>;
  /** Has the job done; `ended` follows. */
  ask: (job: LookJob) => void;
  /** Milliseconds for one job, from the queue to the writing. */
  timeoutMs: number;
  clock: Pick<Clock, 'monotonic'>;
}

/** Why nothing is asked. */
interface Reason {
  code: string;
  message: string;
}

export class Dispatch {
  readonly #options: DispatchOptions;
  readonly #underWay: UnderWay;
  #blockedUntil = 0;
  #reason: Reason | null = null;
  #isStudentsTurn = false;

  constructor(options: DispatchOptions) {
    this.#options = options;
    this.#underWay = new UnderWay(options.timeoutMs);
  }

  /** Nothing is asked before. */
  get blockedUntil(): number {
    return this.#blockedUntil;
  }

  block(untilMs: number, { code, message }: Reason): void {
    if (untilMs > this.#blockedUntil) this.#reason = { code, message };
    this.#blockedUntil = Math.max(this.#blockedUntil, untilMs);
  }

  /** What whoever asks now would wait for, when that lasts longer than `patienceMs`. */
  outage(patienceMs: number): (Reason & { retryInMs: number }) | undefined {
    const retryInMs = this.#blockedUntil - this.#now;
    return this.#reason === null || retryInMs < patienceMs ? undefined : { ...this.#reason, retryInMs };
  }

  unblock(): void {
    this.#blockedUntil = 0;
  }

  /** Asks for all that can be asked for now. */
  async fill(pass: Pass | null): Promise<void> {
    const { budget, ask } = this.#options;
    while (this.#underWay.hasPlace && this.#now >= this.#blockedUntil) {
      const wanted = this.#wanted(pass);
      await budget.refill(wanted, this.#now);
      if (wanted === 0 || !budget.take()) return;
      const job = await this.#next(pass);
      if (job === undefined) budget.charge(-1);
      else {
        this.#underWay.begun(job, this.#now);
        ask(job);
      }
    }
  }

  /**
   * A job has ended. One of its requests was paid for when it was asked for; a second look is paid for by whoever makes
   * it. Returns how the job was; undefined: it had ended before.
   */
  ended(job: LookJob, requests: number): JobState | undefined {
    const state = this.#underWay.ended(job);
    if (state === 'looked at' || state === 'held') this.#charge(job, requests);
    return state;
  }

  /** Its answer is held back. */
  held(jobId: string): void {
    this.#underWay.held(jobId, this.#now);
  }

  /** A second look follows. Returns the job, unless it has ended. */
  doubted(jobId: string, requests: number): LookJob | undefined {
    const job = this.#underWay.doubted(jobId);
    if (job !== undefined) this.#charge(job, requests);
    return job;
  }

  /** Jobs whose answer was lost. */
  lost(): LookJob[] {
    return this.#underWay.lost(this.#now);
  }

  /** Milliseconds until `fill` can do something; null: only when something else happens. */
  waitMs(pass: Pass | null): number | null {
    if (!this.#underWay.hasPlace) return null;
    const [now, waiting] = [this.#now, this.#options.waiting.waitMs(this.#now)];
    if (this.#wanted(pass) > 0) return Math.max(0, this.#blockedUntil - now, this.#options.budget.waitMs(now));
    return waiting === null ? null : Math.max(waiting, this.#blockedUntil - now);
  }

  get #now(): number {
    return this.#options.clock.monotonic();
  }

  #charge(job: LookJob, requests: number): void {
    this.#options.budget.charge(requests - 1);
    this.#options.waiting.charge(job, requests - 1, this.#now);
  }

  #wanted(pass: Pass | null): number {
    return (this.#options.waiting.waitMs(this.#now) === 0 ? 1 : 0) + (pass?.queued ?? 0);
  }

  async #next(pass: Pass | null): Promise<LookJob | undefined> {
    const { waiting, begin } = this.#options;
    const visitor = waiting.nextOfVisitors(this.#now);
    if (visitor !== undefined) return await begin(visitor);
    this.#isStudentsTurn = !this.#isStudentsTurn;
    const ofPass = this.#isStudentsTurn ? undefined : pass?.next();
    if (ofPass !== undefined) return ofPass;
    const student = waiting.nextOfStudents(this.#now);
    return student === undefined ? pass?.next() : await begin(student);
  }
}
