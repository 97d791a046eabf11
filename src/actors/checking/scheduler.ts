/**
 * The scheduler of one institution: claims what is due, groups it into requests, spends the request budget.
 * One pass at a time; who is waiting takes turns with it. Address `checking/<institution>/scheduler`.
 */
import type { Node } from '../../nodes/node.ts';
import type { Unplaced } from '../../nodes/place.ts';
import type { ActorContext, Behavior, CodedError, Ref } from '../../runtime/index.ts';
import { isForLater, protocol, reasonOf } from '../../runtime/index.ts';
import type { Institution } from '../../institutions/institution.ts';
import type { Share } from '../../store/sections.ts';
import type { Store } from '../../store/store.ts';
import { Claims } from '../../checking/claiming/claims.ts';
import type { Cycle } from '../../checking/claiming/cycle.ts';
import { Dispatch } from '../../checking/claiming/dispatch.ts';
import { LeasedJobs } from '../../checking/claiming/leased-jobs.ts';
import type { JobHeld, JobResult, LookJob } from '../../checking/look-job.ts';
import type { LookRefused } from '../../checking/looking/look-result.ts';
import type { Pass } from '../../checking/claiming/pass.ts';
import { Passes } from '../../checking/claiming/passes.ts';
import { checksPaused } from '../../checking/pauses.ts';
import { pullInOnceAnInterval } from '../../checking/claiming/pull-in.ts';
import { RequestBudget } from '../../checking/claiming/request-budget.ts';
import type { SectionCheckerMessage } from './section-checker.ts';
import { lookTimeoutMs } from './section-checker.ts';
import { StorePatience } from '../../checking/store-patience.ts';
import { WaitingLooks } from '../../checking/claiming/waiting-looks.ts';
import type { Asker, LookReply, LookTarget, WaitingLook } from '../../checking/claiming/waiting-looks.ts';
import { codeOf } from '../../telemetry/error-code.ts';

export type SchedulerMessage =
  /** Something may be due or allowed that was not: a watch, a replay, a pause or its end. */
  | { type: 'wake' }
  /** One look for somebody who is waiting. */
  | { type: 'look'; what: LookTarget; by: Asker; replyTo: Ref<LookReply> }
  | { type: 'run-cycle'; replyTo: Ref<RunCycleReply> }
  | { type: 'current-cycle'; replyTo: Ref<{ cycle: Cycle | null }> }
  /** From the section-checker. */
  | JobHeld;

const accepts = protocol<SchedulerMessage>({
  wake: {},
  look: { what: 'object', by: 'object', replyTo: 'ref' },
  'run-cycle': { replyTo: 'ref' },
  'current-cycle': { replyTo: 'ref' },
  held: { jobId: 'string' },
  doubted: { jobId: 'string', requests: 'number' },
});

type Internal =
  | SchedulerMessage
  | { type: 'turn' }
  | { type: 'renew-leases' }
  | { type: 'join' }
  | { type: 'looked'; job: LookJob; result: JobResult };

export type RunCycleReply =
  | { outcome: 'started'; cycle: Cycle }
  | { outcome: 'running' }
  | { outcome: 'paused' }
  | { outcome: 'failed'; code: string; message: string };

/** The parts of the node that it uses. */
export interface SchedulerNode extends Pick<Node, 'id' | 'config' | 'store'> {
  readonly members: Pick<Node['members'], 'share'>;
  readonly sources: Pick<Node['sources'], 'host'>;
}

export interface SchedulerOwn {
  institution: Institution;
  checker: Ref<SectionCheckerMessage>;
}

interface SchedulerDeps extends SchedulerOwn {
  node: string;
  store: Store;
  /** The source host, and the requests a minute it may be asked by all processes together. */
  host: string;
  budgetPerMinute: number;
  /** The part of what is due that is this process's to do. */
  share: () => Share;
  intervalMs: number;
  leaseMs: number;
  /** Looks one student may cause at a time. */
  looksPerStudent: number;
  /** Milliseconds for one job of the section-checker, canary and writing included, holding back not. */
  jobTimeoutMs: number;
}

export function schedulerSpec(
  { id, config, store, members, sources: { host } }: SchedulerNode,
  own: SchedulerOwn,
): Unplaced<Internal> {
  const { budgetPerMinute, intervalMs, leaseMs } = config.checking;
  const deps: SchedulerDeps = {
    ...own,
    node: id,
    store,
    host,
    budgetPerMinute,
    share: () => members.share,
    intervalMs,
    leaseMs,
    looksPerStudent: config.maxWatchesPerUser,
    jobTimeoutMs: 3 * lookTimeoutMs(config),
  };
  return { type: 'actor', accepts, start: (context: ActorContext<Internal>) => new Scheduler(context, deps) };
}

/**
 * How soon what has become urgent joins a pass under way: a new watch, a look to be repeated, a section that changed,
 * the work of a process that died.
 */
const JOIN_MS = 1_000;
/** Whatever happens, look again this often: another process may have changed something. */
const IDLE_TURN_MS = 15_000;
/** A refusal for this long is an outage: the pass ends and its sections go back. */
const OUTAGE_MS = 5_000;
/** When to ask again after a job that nobody has answered. */
const UNANSWERED_MS = 1_000;
/** No job is held back for longer. */
const HELD_AT_MOST_MS = 3_600_000;

class Scheduler implements Behavior<Internal> {
  readonly #context: ActorContext<Internal>;
  readonly #deps: SchedulerDeps;
  readonly #checker: Ref<SectionCheckerMessage>;
  readonly #jobs: LeasedJobs;
  readonly #claims: Claims;
  readonly #passes: Passes;
  readonly #waiting: WaitingLooks;
  readonly #dispatch: Dispatch;
  readonly #pullIn: () => Promise<void>;
  readonly #patience = new StorePatience();
  /** Why nothing is asked; undefined: checks are not paused. */
  #paused: CodedError | undefined;

  constructor(context: ActorContext<Internal>, deps: SchedulerDeps) {
    this.#context = context;
    this.#deps = deps;
    const { institution, host, budgetPerMinute: perMinute, looksPerStudent: perStudent, intervalMs, share } = deps;
    const { sections, budgets } = deps.store;
    const { clock, log } = context;
    const own = { institution: institution.id, sections, intervalMs, clock, log };
    this.#checker = deps.checker;
    this.#jobs = new LeasedJobs({ ...deps, sections });
    this.#claims = new Claims({ ...deps, institution, sections, jobs: this.#jobs, clock });
    this.#passes = new Passes({ ...own, claims: this.#claims, share });
    this.#pullIn = pullInOnceAnInterval(own);
    this.#waiting = new WaitingLooks({ budgetPerMinute: perMinute, parts: () => share().of, perStudent });
    this.#dispatch = new Dispatch({
      clock,
      waiting: this.#waiting,
      budget: new RequestBudget({ budgets, host, perMinute }),
      timeoutMs: deps.jobTimeoutMs,
      begin: (look) => this.#begin(look),
      ask: (job) => this.#ask(job),
    });
    context.schedule('turn', 0, { type: 'wake' });
    context.schedule('renew-leases', deps.leaseMs / 3, { type: 'renew-leases' });
  }

  /** A store that is away is no failure of this actor: what is leased stays leased, and goes on when it is back. */
  async receive(message: Internal): Promise<void> {
    try {
      await this.#handle(message);
    } catch (error) {
      if (!isForLater(error)) throw error;
      const { code, message: reason } = { code: codeOf(error), message: error.message };
      this.#context.log.warn({ institution: this.#deps.institution.id, code, reason }, 'checking waits');
      this.#patience.failed(this.#monotonic());
      const waitMs = this.#patience.remainingMs(this.#monotonic());
      this.#dispatch.block(this.#monotonic() + waitMs, error);
      this.#context.schedule('turn', waitMs, { type: 'turn' });
      if (message.type === 'run-cycle')
        this.#context.tell(message.replyTo, { outcome: 'failed', code, message: reason });
    }
  }

  async #handle(message: Internal): Promise<void> {
    switch (message.type) {
      case 'wake':
        await this.#readPauses();
        await this.#pullIn();
        this.#claims.hurry();
        await this.#join();
        return this.#turn();
      case 'turn':
        return this.#turn();
      case 'look':
        return this.#look(message);
      case 'run-cycle':
        await this.#runCycle(message.replyTo);
        return this.#turnSoon();
      case 'current-cycle':
        return this.#context.tell(message.replyTo, { cycle: this.#passes.cycle });
      case 'looked':
        await this.#looked(message.job, message.result);
        return this.#turn();
      case 'held':
        this.#dispatch.held(message.jobId);
        return this.#turn();
      case 'doubted': {
        const job = this.#dispatch.doubted(message.jobId, message.requests);
        if (job !== undefined) this.#passes.current?.doubted(job, message.requests);
        return this.#turn();
      }
      case 'renew-leases':
        return this.#renewLeases();
      case 'join':
        return this.#join();
      default:
        return message satisfies never;
    }
  }

  /** Gives everything back at once instead of letting the leases lapse. */
  async stop(): Promise<void> {
    await this.#jobs.giveBackAll();
  }

  /** A message of its own: whoever asked has been answered, whatever becomes of the turn. */
  #turnSoon(): void {
    this.#context.schedule('turn', 0, { type: 'turn' });
  }

  /** Does what can be done now, and comes back when more can. */
  async #turn(): Promise<void> {
    if (this.#paused !== undefined) await this.#abandon(this.#paused);
    else if (this.#passes.current === null && this.#monotonic() >= this.#claimableAt) {
      await this.#passes.beginDue();
      this.#joinLater();
    }
    await this.#dispatch.fill(this.#passes.current);
    this.#passes.endIfSettled();
    this.#context.schedule('turn', await this.#nextTurnInMs(), { type: 'turn' });
  }

  #ask(job: LookJob): void {
    const timeoutMs = HELD_AT_MOST_MS + this.#deps.jobTimeoutMs;
    const asked = this.#context.ask<SectionCheckerMessage, JobResult>(
      this.#checker,
      (replyTo) => ({ type: 'look', job, pass: this.#passes.state, scheduler: this.#context.self, replyTo }),
      timeoutMs,
    );
    this.#context.pipeToSelf(
      asked,
      (result) => ({ type: 'looked', job, result }),
      (error) => ({ type: 'looked', job, result: unanswered(codeOf(error), reasonOf(error)) }),
    );
  }

  async #looked(job: LookJob, result: JobResult): Promise<void> {
    const state = this.#dispatch.ended(job, result.requests);
    if (state === undefined) return;
    const pass = state === 'doubted' ? null : this.#passes.current;
    if (result.outcome === 'refused') return this.#refused(job, result, pass);
    this.#patience.succeeded();
    this.#jobs.settled(job);
    if (this.#waiting.owns(job)) this.#waiting.ended(job, result);
    else pass?.ended(job, result);
  }

  async #refused(job: LookJob, refused: LookRefused, pass: Pass | null): Promise<void> {
    const { code, retryInMs = 0, requests } = refused;
    this.#context.log.warn({ request: job.request.id, code, retryInMs }, 'look refused');
    this.#dispatch.block(this.#monotonic() + retryInMs, refused);
    if (this.#waiting.owns(job)) this.#waiting.ended(job, refused);
    else pass?.refused(job, requests);
    if (job.asker !== 'pass' || pass === null) await this.#jobs.giveBack([job]);
    if (retryInMs >= OUTAGE_MS) await this.#abandon(refused);
  }

  /** Gives back what nobody has been asked for, and says why to those who wait. */
  async #abandon(reason: { code: string; message: string; retryInMs?: number }): Promise<void> {
    const { code } = reason;
    const waiting = this.#waiting.abandon(reason);
    const jobs = this.#passes.current?.abandon() ?? [];
    if (waiting + jobs.length === 0) return;
    this.#context.log.warn(
      { institution: this.#deps.institution.id, code, requests: waiting + jobs.length },
      'work given back',
    );
    await this.#jobs.giveBack(jobs);
  }

  async #nextTurnInMs(): Promise<number> {
    const waitMs = [this.#dispatch.waitMs(this.#passes.current)];
    if (this.#passes.current === null && this.#paused === undefined) {
      const due = await this.#claims.nextDueInMs();
      if (due !== null) waitMs.push(Math.max(due, this.#claimableAt - this.#monotonic(), 0));
    }
    return Math.min(IDLE_TURN_MS, ...waitMs.filter((ms) => ms !== null));
  }

  /** Monotonic: a pass may begin. */
  get #claimableAt(): number {
    return Math.max(this.#passes.nextAt, this.#dispatch.blockedUntil, this.#claims.allowedAt);
  }

  #look({ what, by, replyTo }: SchedulerMessage & { type: 'look' }): void {
    const answer = (reply: LookReply): void => {
      this.#context.tell(replyTo, reply);
    };
    if (this.#paused !== undefined)
      return answer({ outcome: 'unseen', code: codeOf(this.#paused), message: this.#paused.message });
    const outage = this.#dispatch.outage(OUTAGE_MS);
    if (outage !== undefined) return answer({ outcome: 'unseen', ...outage });
    // Who is refused causes no turn: that would be what a flood wants.
    if (this.#waiting.add({ what, by, answer }, this.#monotonic())) this.#turnSoon();
  }

  async #begin(look: WaitingLook): Promise<LookJob | undefined> {
    const drop = (reply: LookReply): void => this.#waiting.dropped(look, reply, this.#monotonic());
    try {
      const found = await this.#claims.forSomebody(look.what);
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

  async #runCycle(replyTo: Ref<RunCycleReply>): Promise<void> {
    if (this.#paused !== undefined || this.#passes.current !== null) {
      this.#context.tell(replyTo, { outcome: this.#paused !== undefined ? 'paused' : 'running' });
      return;
    }
    await this.#deps.store.sections.makeDue(this.#deps.institution.id);
    this.#dispatch.unblock();
    this.#context.tell(replyTo, { outcome: 'started', cycle: await this.#passes.beginWhole() });
    this.#joinLater();
  }

  async #renewLeases(): Promise<void> {
    this.#context.schedule('renew-leases', this.#deps.leaseMs / 3, { type: 'renew-leases' });
    await this.#jobs.renew();
    await this.#readPauses();
    await this.#pullIn();
    for (const job of this.#dispatch.lost())
      await this.#looked(job, unanswered('PMC_ASK_TIMEOUT', 'the section-checker gave no answer'));
  }

  #joinLater(): void {
    if (this.#passes.current !== null) this.#context.schedule('join', JOIN_MS, { type: 'join' });
  }

  async #join(): Promise<void> {
    if (this.#paused !== undefined) return;
    this.#joinLater();
    if ((await this.#passes.join()) > 0) this.#turnSoon();
  }

  async #readPauses(): Promise<void> {
    this.#paused = await checksPaused(this.#deps.store.pauses, this.#deps.institution.id);
  }

  #monotonic(): number {
    return this.#context.clock.monotonic();
  }
}

function unanswered(code: string, message: string): LookRefused {
  return { outcome: 'refused', code, message, retryInMs: UNANSWERED_MS, requests: 0 };
}
