/**
 * A scheduler's work: the jobs of its pass, the looks that somebody waits for, which one is asked for next, and how it
 * ends. Times are monotonic.
 */
import type { Institution } from '../../institutions/institution.ts';
import type { Clock, CodedError, Logger } from '../../runtime/index.ts';
import { isForLater } from '../../runtime/index.ts';
import type { Share } from '../../store/sections.ts';
import type { Store } from '../../store/store.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import type { JobResult, LookJob } from '../look-job.ts';
import type { LookRefused } from '../looking/look-result.ts';
import { StorePatience } from '../store-patience.ts';
import { Claims } from './claims.ts';
import type { Cycle } from './cycle.ts';
import { Dispatch } from './dispatch.ts';
import { LeasedJobs } from './leased-jobs.ts';
import type { Pass } from './pass.ts';
import { Passes } from './passes.ts';
import { pullInOnceAnInterval } from './pull-in.ts';
import { RequestBudget } from './request-budget.ts';
import type { LookReply, WaitingLook } from './waiting-looks.ts';
import { WaitingLooks } from './waiting-looks.ts';

export interface WorkloadOptions {
  institution: Institution;
  /** Node id. */
  node: string;
  store: Pick<Store, 'sections' | 'budgets'>;
  /** Returns this process's share of the due sections. */
  share: () => Share;
  limits: {
    host: string;
    /** Requests per minute to the host, from all processes together. */
    perMinute: number;
    /** Looks that one student may ask for at once. */
    perStudent: number;
    intervalMs: number;
    leaseMs: number;
    /** Milliseconds for one job, including canary and write, but not the time it is held back. */
    jobTimeoutMs: number;
  };
  clock: Clock;
  log: Logger;
  /** Hands a job to the section-checker; a call of `looked` follows. */
  ask: (job: LookJob) => void;
}

/** A refusal for this long is an outage: the pass ends and its sections are given back. */
const OUTAGE_MS = 5_000;
/** Pause after a job that got no answer. */
const UNANSWERED_MS = 1_000;

export class Workload {
  readonly jobs: LeasedJobs;
  readonly claims: Claims;
  readonly passes: Passes;
  readonly dispatch: Dispatch;
  readonly #waiting: WaitingLooks;
  readonly #options: WorkloadOptions;
  readonly #patience = new StorePatience();
  /** Moves back due times that are too far in the future. */
  readonly pullIn: () => Promise<void>;

  constructor(options: WorkloadOptions) {
    this.#options = options;
    const { institution, node, store, share, limits, clock, log, ask } = options;
    const { sections, budgets } = store;
    const { host, perMinute, perStudent, intervalMs, leaseMs, jobTimeoutMs } = limits;
    this.jobs = new LeasedJobs({ sections, institution, node, leaseMs });
    this.claims = new Claims({ jobs: this.jobs, sections, institution, intervalMs, leaseMs, clock });
    this.passes = new Passes({ institution: institution.id, claims: this.claims, share, intervalMs, clock, log });
    this.pullIn = pullInOnceAnInterval({ institution: institution.id, sections, intervalMs, clock, log });
    this.#waiting = new WaitingLooks({ budgetPerMinute: perMinute, parts: () => share().of, perStudent });
    this.dispatch = new Dispatch({
      clock,
      waiting: this.#waiting,
      budget: new RequestBudget({ budgets, host, perMinute }),
      timeoutMs: jobTimeoutMs,
      begin: (look) => this.#begin(look),
      ask,
    });
  }

  /** The time from which a pass may begin. */
  get claimableAt(): number {
    return Math.max(this.passes.nextAt, this.dispatch.blockedUntil, this.claims.allowedAt);
  }

  /** Adds a look that somebody waits for. Returns false if it was refused; it has then been answered. */
  add(look: WaitingLook): boolean {
    const outage = this.dispatch.outage(OUTAGE_MS);
    if (outage === undefined) return this.#waiting.add(look, this.#now);
    look.answer({ outcome: 'unseen', ...outage });
    return false;
  }

  /** Returns the milliseconds until there may be something to do; null if it must wait for another event. */
  async waitMs(isPaused: boolean): Promise<number | null> {
    const waits = [this.dispatch.waitMs(this.passes.current)];
    if (this.passes.current === null && !isPaused) {
      const due = await this.claims.nextDueInMs();
      if (due !== null) waits.push(Math.max(due, this.claimableAt - this.#now, 0));
    }
    const known = waits.filter((ms) => ms !== null);
    return known.length === 0 ? null : Math.min(...known);
  }

  /** Records that the store is unavailable. Returns the milliseconds for which no requests are made. */
  storeAway(error: CodedError): number {
    this.#patience.failed(this.#now);
    const waitMs = this.#patience.remainingMs(this.#now);
    this.dispatch.block(this.#now + waitMs, error);
    return waitMs;
  }

  /** Makes all sections due and begins a pass over them. */
  async runCycle(): Promise<Cycle> {
    const { store, institution } = this.#options;
    await store.sections.makeDue(institution.id);
    this.dispatch.unblock();
    return await this.passes.beginWhole();
  }

  /** Records that a second look follows. */
  doubted(jobId: string, requests: number): void {
    const job = this.dispatch.doubted(jobId, requests);
    if (job !== undefined) this.passes.current?.doubted(job, requests);
  }

  async looked(job: LookJob, result: JobResult): Promise<void> {
    const state = this.dispatch.ended(job, result.requests);
    if (state === undefined) return;
    const pass = state === 'doubted' ? null : this.passes.current;
    if (result.outcome === 'refused') return this.#refused(job, result, pass);
    this.#patience.succeeded();
    this.jobs.settled(job);
    if (this.#waiting.owns(job)) this.#waiting.ended(job, result);
    else pass?.ended(job, result);
  }

  /** Treats jobs whose answer was lost as refused. */
  async giveUpLost(): Promise<void> {
    for (const job of this.dispatch.lost())
      await this.looked(job, unanswered('PMC_ASK_TIMEOUT', 'the section-checker gave no answer'));
  }

  /** Gives back the jobs that were not started, and answers the waiting looks with the reason. */
  async abandon(reason: { code: string; message: string; retryInMs?: number }): Promise<void> {
    const waiting = this.#waiting.abandon(reason);
    const jobs = this.passes.current?.abandon() ?? [];
    if (waiting + jobs.length === 0) return;
    const { institution, log } = this.#options;
    const fields = { institution: institution.id, code: reason.code, requests: waiting + jobs.length };
    log.warn(fields, 'work given back');
    await this.jobs.giveBack(jobs);
  }

  async #refused(job: LookJob, refused: LookRefused, pass: Pass | null): Promise<void> {
    const { code, retryInMs = 0, requests } = refused;
    this.#options.log.warn({ request: job.request.id, code, retryInMs }, 'look refused');
    this.dispatch.block(this.#now + retryInMs, refused);
    if (this.#waiting.owns(job)) this.#waiting.ended(job, refused);
    else pass?.refused(job, requests);
    if (job.asker !== 'pass' || pass === null) await this.jobs.giveBack([job]);
    if (retryInMs >= OUTAGE_MS) await this.abandon(refused);
  }

  async #begin(look: WaitingLook): Promise<LookJob | undefined> {
    const drop = (reply: LookReply): void => this.#waiting.dropped(look, reply, this.#now);
    try {
      const found = await this.claims.forSomebody(look.what);
      if ('outcome' in found) {
        drop(found);
        return undefined;
      }
      const job: LookJob = { ...found, asker: 'student' in look.by ? 'student' : 'visitor' };
      this.#waiting.begun(job, look);
      return job;
    } catch (error) {
      if (isForLater(error)) drop({ outcome: 'unseen', code: codeOf(error), message: error.message });
      throw error;
    }
  }

  get #now(): number {
    return this.#options.clock.monotonic();
  }
}

/** Returns the result for a job that got no answer. */
export function unanswered(code: string, message: string): JobResult {
  return { outcome: 'refused', code, message, retryInMs: UNANSWERED_MS, requests: 0 };
}
