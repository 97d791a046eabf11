/**
 * Chooses the next look to ask for, within the request budget and the limit of looks under way. Visitors go first,
 * within their small share; then students and the pass take turns. Times are monotonic.
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
  /** Returns the job for a waiting look; undefined if the look was answered without one. */
  begin: (look: WaitingLook) => Promise<LookJob | undefined>;
  /** Starts the job; a call of `ended` follows. */
  ask: (job: LookJob) => void;
  /** Milliseconds allowed for one job, from the queue to the write. */
  timeoutMs: number;
  clock: Pick<Clock, 'monotonic'>;
}

/** Why no requests are made. */
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

  /** No requests are made before this time. */
  get blockedUntil(): number {
    return this.#blockedUntil;
  }

  block(untilMs: number, { code, message }: Reason): void {
    if (untilMs > this.#blockedUntil) this.#reason = { code, message };
    this.#blockedUntil = Math.max(this.#blockedUntil, untilMs);
  }

  /** Returns the reason for the current block if it lasts longer than `patienceMs`. */
  outage(patienceMs: number): (Reason & { retryInMs: number }) | undefined {
    const retryInMs = this.#blockedUntil - this.#now;
    return this.#reason === null || retryInMs < patienceMs ? undefined : { ...this.#reason, retryInMs };
  }

  unblock(): void {
    this.#blockedUntil = 0;
  }

  /** Starts all jobs that can be started now. */
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
   * Ends a job and charges its requests. The first request was charged when the job started; second looks are charged
   * elsewhere. Returns the job's last state; undefined if it had ended before.
   */
  ended(job: LookJob, requests: number): JobState | undefined {
    const state = this.#underWay.ended(job);
    if (state === 'looked at' || state === 'held') this.#charge(job, requests);
    return state;
  }

  /** Records that the answer of a job is held back. */
  held(jobId: string): void {
    this.#underWay.held(jobId, this.#now);
  }

  /** Records that a second look follows. Returns the job, or undefined if it has ended. */
  doubted(jobId: string, requests: number): LookJob | undefined {
    const job = this.#underWay.doubted(jobId);
    if (job !== undefined) this.#charge(job, requests);
    return job;
  }

  /** Returns the jobs whose answer was lost. */
  lost(): LookJob[] {
    return this.#underWay.lost(this.#now);
  }

  /** Returns the milliseconds until `fill` can start a job; null if it must wait for another event. */
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
