/**
 * A scheduler's work: the requests that its schedule wants, the looks that somebody waits for, which one is asked for
 * next, and how it ends. Times are monotonic.
 */
import type { Institution } from '../../institutions/institution.ts';
import type { Clock, CodedError, Logger } from '../../runtime/index.ts';
import { isForLater } from '../../runtime/index.ts';
import type { Store } from '../../store/store.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import type { Tracer } from '../../telemetry/traces/tracer.ts';
import type { Schedule } from '../../domain/cadence.ts';
import { Chooser } from '../choosing/chooser.ts';
import type { Pace } from '../choosing/pace.ts';
import type { Ask } from '../choosing/row.ts';
import { checkingError } from '../errors.ts';
import type { JobResult, LookJob } from '../look-job.ts';
import type { LookRefused } from '../looking/look-result.ts';
import { StorePatience } from '../store-patience.ts';
import { BoardFeed } from './board-feed.ts';
import type { Cycle } from './cycle.ts';
import { Dispatch } from './dispatch.ts';
import { LeasedJobs } from './leased-jobs.ts';
import { LookTraces } from './look-traces.ts';
import { NextRequests } from './next-requests.ts';
import { RequestBudget } from './request-budget.ts';
import { Rounds } from './rounds.ts';
import type { LookReply, LookTarget, WaitingLook } from './waiting-looks.ts';
import { WaitingLooks } from './waiting-looks.ts';

export interface WorkloadOptions {
  institution: Institution;
  /** Node id. */
  node: string;
  store: Pick<Store, 'sections' | 'budgets'>;
  /** Returns the nodes that are alive, this one first. */
  nodes: () => readonly string[];
  schedule: Schedule;
  limits: {
    host: string;
    /** Requests per minute to the host, from all processes together. */
    perMinute: number;
    /** Looks that one student may ask for at once. */
    perStudent: number;
    intervalMs: number;
    /** A course goes first when no look was at it for so long. */
    stalenessMs: number;
    leaseMs: number;
    /** Milliseconds for one job, including canary and write, but not the time it is held back. */
    jobTimeoutMs: number;
  };
  clock: Clock;
  log: Logger;
  tracer: Tracer;
  /** Hands a job to the section-checker; a call of `looked` follows. */
  ask: (job: LookJob) => void;
}

/** A refusal for this long is an outage: what is leased is given back. */
const OUTAGE_MS = 5_000;
/** Pause after a job that got no answer. */
const UNANSWERED_MS = 1_000;

export class Workload {
  readonly jobs: LeasedJobs;
  readonly rounds: Rounds;
  readonly dispatch: Dispatch;
  readonly feed: BoardFeed;
  readonly chooser: Chooser;
  readonly #scheduled: NextRequests;
  readonly #waiting: WaitingLooks;
  readonly #options: WorkloadOptions;
  readonly #patience = new StorePatience();
  readonly #traces: LookTraces;

  constructor(options: WorkloadOptions) {
    this.#options = options;
    const { institution, node, nodes, store, schedule, limits, clock, log, ask } = options;
    const { sections, budgets } = store;
    const { host, perMinute, perStudent, intervalMs, stalenessMs, leaseMs, jobTimeoutMs } = limits;
    const { id, rowsPerPage } = institution;
    this.chooser = new Chooser({
      schedule,
      intervalMs,
      perMinute,
      stalenessMs,
      source: {
        subjectRows: institution.subjectRequest === undefined ? null : rowsPerPage,
        hasCourses: institution.courseRequest !== undefined,
      },
      epochMs: clock.now() - clock.monotonic(),
    });
    const { chooser } = this;
    const parts = (): number => nodes().length;
    const traces = (this.#traces = new LookTraces(options.tracer));
    const paceOf = (what: Ask | null): Pace => chooser.paceOf(what);
    this.jobs = new LeasedJobs({ sections, institution, node, leaseMs, paceOf, traces });
    this.rounds = new Rounds({ institution: id, watched: chooser, parts, clock, log });
    const onRows = this.rounds.read.bind(this.rounds);
    this.feed = new BoardFeed({ institution: id, sections, chooser, intervalMs, clock, onRows });
    this.#scheduled = new NextRequests({ chooser, jobs: this.jobs, nodes, intervalMs, clock });
    this.#waiting = new WaitingLooks({ budgetPerMinute: perMinute, parts, perStudent });
    this.dispatch = new Dispatch({
      clock,
      waiting: this.#waiting,
      scheduled: this.#scheduled,
      budget: new RequestBudget({ budgets, host, perMinute }),
      timeoutMs: jobTimeoutMs,
      begin: (look) => this.#begin(look),
      ask: (job) => {
        if (job.asker === 'schedule') this.rounds.sent(job);
        traces.asked(job);
        ask(job);
      },
    });
  }

  /** Adds a look that somebody waits for. Returns false if it was refused; it has then been answered. */
  add(look: WaitingLook): boolean {
    const outage = this.dispatch.outage(OUTAGE_MS);
    if (outage === undefined) return this.#waiting.add(look, this.#now);
    look.answer({ outcome: 'unseen', ...outage });
    return false;
  }

  /** Records that the store is unavailable. Returns the milliseconds for which no requests are made. */
  storeAway(error: CodedError): number {
    this.#patience.failed(this.#now);
    const waitMs = this.#patience.remainingMs(this.#now);
    this.dispatch.block(this.#now + waitMs, error);
    return waitMs;
  }

  /** Makes all sections due and begins a round over them. */
  async runCycle(): Promise<Cycle> {
    const { store, institution } = this.#options;
    await store.sections.makeDue(institution.id);
    return await this.joinCycle();
  }

  /** Begins a round over all sections, which this or another node has made due. */
  async joinCycle(): Promise<Cycle> {
    this.feed.hurry();
    await this.feed.refresh();
    this.dispatch.unblock();
    this.chooser.demandDue();
    return this.rounds.restart();
  }

  /** Records that a second look follows. */
  doubted(jobId: string, requests: number): void {
    const job = this.dispatch.doubted(jobId, requests);
    if (job === undefined) return;
    this.rounds.current?.spent(requests);
    for (const { section } of job.sections) this.rounds.current?.dropped(section);
  }

  async looked(job: LookJob, result: JobResult): Promise<void> {
    const state = this.dispatch.ended(job, result);
    if (state === undefined) return;
    this.#traces.ended(job, result);
    if (result.outcome === 'refused') return this.#refused(job, result);
    this.#patience.succeeded();
    this.jobs.settled(job);
    this.#scheduled.looked(job, result.requests);
    if (this.#waiting.owns(job)) this.#waiting.ended(job, result);
    else if (state !== 'doubted') this.rounds.current?.ended(job, result);
    // The answer tells where a number belongs, and with it where others probably are.
    if (job.sections.some((section) => section.state === null)) this.feed.hurry();
  }

  /** Treats jobs whose answer was lost as refused. */
  async giveUpLost(): Promise<void> {
    for (const job of this.dispatch.lost())
      await this.looked(job, unanswered('PMC_ASK_TIMEOUT', 'the section-checker gave no answer'));
  }

  /** Gives back the jobs that were not started, and answers the waiting looks with the reason. */
  async abandon(reason: { code: string; message: string; retryInMs?: number }): Promise<void> {
    const requests = this.#waiting.abandon(reason) + (await this.#scheduled.abandon());
    if (this.rounds.isAskedFor) this.rounds.end();
    if (requests === 0) return;
    const { institution, log } = this.#options;
    log.warn({ institution: institution.id, code: reason.code, requests }, 'work given back');
  }

  async #refused(job: LookJob, refused: LookRefused): Promise<void> {
    const { code, retryInMs = 0, requests } = refused;
    this.#options.log.warn({ request: job.request.id, code, retryInMs }, 'look refused');
    this.dispatch.block(this.#now + retryInMs, refused);
    if (this.#waiting.owns(job)) this.#waiting.ended(job, refused);
    else this.rounds.current?.spent(requests);
    await this.#scheduled.refused(job);
    if (retryInMs >= OUTAGE_MS) await this.abandon(refused);
  }

  async #begin(look: WaitingLook): Promise<LookJob | undefined> {
    const drop = (reply: LookReply): void => this.#waiting.dropped(look, reply, this.#now);
    try {
      const found = await this.#jobFor(look.what);
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

  /**
   * Returns the job for a look that somebody waits for, or the reply if it can be answered at once. A search needs no
   * lease: its sections are compared in passing.
   */
  async #jobFor(what: LookTarget): Promise<LookJob | LookReply> {
    if ('section' in what) {
      const job = await this.jobs.claimSection(what.section);
      if (job !== undefined) return job;
      const { code, message } = checkingError('PMC_SECTION_PENDING', { section: what.section });
      return { outcome: 'unseen', code, message };
    }
    const request = this.#options.institution.searchRequest(what.term, what.text);
    return request === undefined ? { outcome: 'not-found' } : this.jobs.unleased(request);
  }

  get #now(): number {
    return this.#options.clock.monotonic();
  }
}

/** Returns the result for a job that got no answer. */
export function unanswered(code: string, message: string): JobResult {
  return { outcome: 'refused', code, message, retryInMs: UNANSWERED_MS, requests: 0 };
}
