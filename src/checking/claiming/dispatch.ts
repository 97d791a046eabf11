/**
 * Chooses the next look to ask for, within the request budget and the limit of looks under way. Visitors go first,
 * within their small share; then students and the schedule take turns. Times are monotonic.
 */
import type { Cost } from '../looking/look-result.ts';
import type { LookJob } from '../look-job.ts';
import type { NextRequests } from './next-requests.ts';
import type { RequestBudget } from './request-budget.ts';
import type { Clock } from '../../runtime/index.ts';
import { UnderWay } from './under-way.ts';
import type { JobState } from './under-way.ts';
import type { WaitingLook, WaitingLooks } from './waiting-looks.ts';

export interface DispatchOptions {
  budget: RequestBudget;
  waiting: WaitingLooks;
  scheduled: NextRequests;
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
  async fill(): Promise<void> {
    const { budget, scheduled, ask } = this.#options;
    if (this.#underWay.places > 0) scheduled.choose();
    while (this.#underWay.places > 0 && this.#now >= this.#blockedUntil) {
      if (scheduled.wanted === 0) scheduled.choose();
      const wanted = this.#wanted;
      await budget.refill(wanted, this.#now);
      if (wanted === 0 || !budget.take()) return;
      const job = await this.#next();
      if (job === undefined) budget.untake();
      else {
        this.#underWay.begun(job, this.#now);
        ask(job);
      }
    }
  }

  /**
   * Ends a job and charges its requests, unless `held` or `doubted` did. The first request was charged when the job
   * started; second looks are charged elsewhere. A client that waits does not pay for opening the page. Returns the
   * last state of the job; undefined if it had ended before.
   */
  ended(job: LookJob, { requests, opening }: Cost): JobState | undefined {
    const state = this.#underWay.ended(job);
    if (state === 'looked at') this.#charge(job, requests, opening);
    return state;
  }

  /** Records that the answer of a job is held back, and charges its requests. */
  held(jobId: string, requests: number): void {
    const held = this.#underWay.held(jobId, this.#now);
    if (held?.before === 'looked at') this.#charge(held.job, requests);
  }

  /** Records that a second look follows. Returns the job, or undefined if it has ended. */
  doubted(jobId: string, requests: number): LookJob | undefined {
    const doubted = this.#underWay.doubted(jobId);
    if (doubted?.before === 'looked at') this.#charge(doubted.job, requests);
    return doubted?.job;
  }

  /** Returns the jobs whose answer was lost. */
  lost(): LookJob[] {
    return this.#underWay.lost(this.#now);
  }

  /** Returns the milliseconds until `fill` can start a job; null if it must wait for another event. */
  waitMs(): number | null {
    if (this.#underWay.places === 0) return null;
    const { waiting, scheduled, budget } = this.#options;
    const now = this.#now;
    if (this.#wanted > 0) return Math.max(0, this.#blockedUntil - now, budget.waitMs(now));
    const waits = [waiting.waitMs(now) ?? Infinity, scheduled.nextAt - now];
    const wait = Math.max(0, this.#blockedUntil - now, Math.min(...waits));
    return wait === Infinity ? null : wait;
  }

  get #now(): number {
    return this.#options.clock.monotonic();
  }

  #charge(job: LookJob, requests: number, opening = 0): void {
    this.#options.budget.charge(requests - 1);
    // A look that was sent costs its asker one request at least.
    const own = Math.max(requests - opening, Math.min(requests, 1));
    this.#options.waiting.charge(job, own - 1, this.#now);
  }

  get #wanted(): number {
    return (this.#options.waiting.waitMs(this.#now) === 0 ? 1 : 0) + this.#options.scheduled.wanted;
  }

  async #next(): Promise<LookJob | undefined> {
    const { waiting, begin } = this.#options;
    const visitor = waiting.nextOfVisitors(this.#now);
    if (visitor !== undefined) return await begin(visitor);
    this.#isStudentsTurn = !this.#isStudentsTurn;
    const ofSchedule = this.#isStudentsTurn ? undefined : await this.#nextScheduled();
    if (ofSchedule !== undefined) return ofSchedule;
    const student = waiting.nextOfStudents(this.#now);
    return student === undefined ? await this.#nextScheduled() : await begin(student);
  }

  async #nextScheduled(): Promise<LookJob | undefined> {
    const { scheduled, budget } = this.#options;
    return await scheduled.next(1 + budget.granted);
  }
}
