/**
 * Which look is asked for next, as far as the request budget and the looks under way allow: visitors within their own
 * small share, then students and the pass in turns. Times are monotonic.
 */
import type { LookJob } from './look-job.ts';
import type { Pass } from './pass.ts';
import type { RequestBudget } from './request-budget.ts';
import type { Clock } from '../runtime/index.ts';
import type { WaitingLook, WaitingLooks } from './waiting-looks.ts';

export interface DispatchOptions {
  budget: RequestBudget;
  waiting: WaitingLooks;
  /** The job for somebody who waits; undefined: it was answered without one. */
  begin: (look: WaitingLook) => Promise<LookJob | undefined>;
  /** Has the job done; `ended` follows. */
  ask: (job: LookJob) => void;
  clock: Pick<Clock, 'monotonic'>;
}

/** Why nothing is asked. */
interface Reason {
  code: string;
  message: string;
}

/** Looks under way at a time: enough to keep the browsers' connections busy, far below the pool's queue of 100. */
const LOOKS_MAX = 32;

export class Dispatch {
  readonly #options: DispatchOptions;
  #underWay = 0;
  #blockedUntil = 0;
  #reason: Reason | null = null;
  #isStudentsTurn = false;

  constructor(options: DispatchOptions) {
    this.#options = options;
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
    while (this.#underWay < LOOKS_MAX && this.#now >= this.#blockedUntil) {
      const wanted = this.#wanted(pass);
      await budget.refill(wanted, this.#now);
      if (wanted === 0 || !budget.take()) return;
      const job = await this.#next(pass);
      if (job === undefined) budget.charge(-1);
      else {
        this.#underWay += 1;
        ask(job);
      }
    }
  }

  /** A job has cost so many requests, one of which was paid for when it was asked for. */
  ended(job: LookJob, requests: number): void {
    this.#underWay -= 1;
    this.#options.budget.charge(requests - 1);
    this.#options.waiting.charge(job, requests - 1, this.#now);
  }

  /** Milliseconds until `fill` can do something; null: only when something else happens. */
  waitMs(pass: Pass | null): number | null {
    if (this.#underWay >= LOOKS_MAX) return null;
    const [now, waiting] = [this.#now, this.#options.waiting.waitMs(this.#now)];
    if (this.#wanted(pass) > 0) return Math.max(0, this.#blockedUntil - now, this.#options.budget.waitMs(now));
    return waiting === null ? null : Math.max(waiting, this.#blockedUntil - now);
  }

  get #now(): number {
    return this.#options.clock.monotonic();
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
