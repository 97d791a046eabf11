/**
 * What a scheduler has to do: the jobs of its pass and the looks that somebody waits for, what is asked next, and what
 * becomes of it. Times are monotonic.
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
  /** The part of what is due that is this process's to do. */
  share: () => Share;
  limits: {
    host: string;
    /** Requests a minute to the host, of all processes together. */
    perMinute: number;
    /** Looks one student may cause at a time. */
    perStudent: number;
    intervalMs: number;
    leaseMs: number;
    /** Milliseconds for one job, canary and writing included, but not the time it is held back. */
    jobTimeoutMs: number;
  };
  clock: Clock;
  log: Logger;
  /** Hands a job to the section-checker; `looked` follows. */
  ask: (job: LookJob) => void;
}

/** A refusal for this long is an outage: the pass ends and its sections go back. */
const OUTAGE_MS = 5_000;
/** When to ask again after a job that nobody has answered. */
const UNANSWERED_MS = 1_000;

export class Workload {
  readonly jobs: LeasedJobs;
  readonly claims: Claims;
  readonly passes: Passes;
  readonly dispatch: Dispatch;
  readonly #waiting: WaitingLooks;
  readonly #options: WorkloadOptions;
  readonly #patience = new StorePatience();
  /** Brings back what is due further ahead than possible. */
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

  /** A pass may begin. */
  get claimableAt(): number {
    return Math.max(this.passes.nextAt, this.dispatch.blockedUntil, this.claims.allowedAt);
  }

  /** Takes in a look that somebody waits for. False: it was refused, and has been answered. */
  add(look: WaitingLook): boolean {
    const outage = this.dispatch.outage(OUTAGE_MS);
    if (outage === undefined) return this.#waiting.add(look, this.#now);
    look.answer({ outcome: 'unseen', ...outage });
    return false;
  }

  /** Milliseconds until there may be something to do; null: only when something else happens. */
  async waitMs(isPaused: boolean): Promise<number | null> {
    const waits = [this.dispatch.waitMs(this.passes.current)];
    if (this.passes.current === null && !isPaused) {
      const due = await this.claims.nextDueInMs();
      if (due !== null) waits.push(Math.max(due, this.claimableAt - this.#now, 0));
    }
    const known = waits.filter((ms) => ms !== null);
    return known.length === 0 ? null : Math.min(...known);
  }

  /** The store is away. Returns the milliseconds for which nothing is asked. */
  storeAway(error: CodedError): number {
    this.#patience.failed(this.#now);
    const waitMs = this.#patience.remainingMs(this.#now);
    this.dispatch.block(this.#now + waitMs, error);
    return waitMs;
  }

  /** Makes everything due and begins a pass over it. */
  async runCycle(): Promise<Cycle> {
    const { store, institution } = this.#options;
    await store.sections.makeDue(institution.id);
    this.dispatch.unblock();
    return await this.passes.beginWhole();
  }

  /** A second look follows. */
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

  /** Takes jobs whose answer was lost for refused. */
  async giveUpLost(): Promise<void> {
    for (const job of this.dispatch.lost())
      await this.looked(job, unanswered('PMC_ASK_TIMEOUT', 'the section-checker gave no answer'));
  }

  /** Gives back what nobody has been asked for, and says why to those who wait. */
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

/** The result of a job that nobody has answered. */
export function unanswered(code: string, message: string): JobResult {
  return { outcome: 'refused', code, message, retryInMs: UNANSWERED_MS, requests: 0 };
}
