/**
 * The scheduler of one institution: claims what is due, groups it into requests, spends the request budget.
 * One pass at a time; who is waiting takes turns with it. Address `checking/<institution>/scheduler`.
 */
import { longestPauses } from '../../domain/cadence.ts';
import type { MassChangeRule } from '../../domain/mass-change.ts';
import { URGENCY, urgencyOf } from '../../domain/urgency.ts';
import { checkingError } from '../../checking/errors.ts';
import type { ActorContext, ActorSpec, Behavior, CodedError, Ref } from '../../runtime/index.ts';
import { isForLater, reasonOf, refTo, unknownMessage } from '../../runtime/index.ts';
import type { Institution } from '../../institutions/institution.ts';
import type { Share } from '../../store/sections.ts';
import { WHOLE } from '../../store/sections.ts';
import type { Store } from '../../store/store.ts';
import { AHEAD_SHARE, Claims } from '../../checking/claims.ts';
import type { Cycle } from '../../checking/cycle.ts';
import { Dispatch } from '../../checking/dispatch.ts';
import { Guard } from '../../checking/guard.ts';
import type { Surroundings } from '../../checking/guard.ts';
import { LeasedJobs } from '../../checking/leased-jobs.ts';
import type { LookEnd, LookJob, LookOutcome } from '../../checking/look-job.ts';
import { Pass } from '../../checking/pass.ts';
import { RequestBudget } from '../../checking/request-budget.ts';
import type { SectionCheckerMessage } from './section-checker.ts';
import { sectionCheckerPath } from './section-checker.ts';
import { StorePatience } from '../../checking/store-patience.ts';
import { WaitingLooks } from '../../checking/waiting-looks.ts';
import type { Asker, LookReply, LookTarget, WaitingLook } from '../../checking/waiting-looks.ts';
import { codeOf } from '../../telemetry/error-code.ts';

export type SchedulerMessage =
  /** Something may be due or allowed that was not: a watch, a replay, a pause or its end. */
  | { type: 'wake' }
  /** One look for somebody who is waiting. */
  | { type: 'look'; what: LookTarget; by: Asker; replyTo: Ref<LookReply> }
  | { type: 'run-cycle'; replyTo: Ref<RunCycleReply> }
  | { type: 'current-cycle'; replyTo: Ref<{ cycle: Cycle | null }> }
  | InternalMessage;

type InternalMessage =
  | { type: 'turn' }
  | { type: 'renew-leases' }
  | { type: 'join' }
  | { type: 'look-twice'; job: LookJob }
  | { type: 'looked'; job: LookJob; outcome: LookOutcome }
  | { type: 'held-written'; job: LookJob; outcome: LookEnd };

export type RunCycleReply =
  | { outcome: 'started'; cycle: Cycle }
  | { outcome: 'running' }
  | { outcome: 'paused' }
  | { outcome: 'failed'; code: string; message: string };

export const schedulerPath = (institution: string): string => `checking/${institution}/scheduler`;

export interface SchedulerDeps {
  institution: Institution;
  node: string;
  store: Store;
  /** The source host, and the requests a minute it may be asked by all processes together. */
  host: string;
  budgetPerMinute: number;
  /** The part of what is due that is this process's to do. */
  share: () => Share;
  intervalMs: number;
  leaseMs: number;
  massChange: MassChangeRule;
  /** Looks one student may cause at a time. */
  looksPerStudent: number;
  /** Milliseconds for one job of the section-checker, canary and writing included. */
  jobTimeoutMs: number;
  /** Counts requests to the source. */
  countRequests: (requests: number) => void;
}

/** Between passes, so that sections due within moments go together; less for a short interval. */
const PASS_GAP_MS = 1_000;
/**
 * How soon what has become urgent joins a pass under way: a new watch, a look to be repeated, a section that changed,
 * the work of a process that died.
 */
const JOIN_MS = 1_000;
/** Whatever happens, look again this often: another process may have changed something. */
const IDLE_TURN_MS = 15_000;
/** A refusal for this long is an outage: the pass ends and its sections go back. */
const OUTAGE_MS = 5_000;

class Scheduler implements Behavior<SchedulerMessage> {
  readonly #context: ActorContext<SchedulerMessage>;
  readonly #deps: SchedulerDeps;
  readonly #checker: Ref<SectionCheckerMessage>;
  readonly #jobs: LeasedJobs;
  readonly #claims: Claims;
  readonly #guard: Guard;
  readonly #waiting: WaitingLooks;
  readonly #dispatch: Dispatch;
  readonly #patience = new StorePatience();
  #pass: Pass | null = null;
  #passBeganAt = 0;
  /** Second looks that wait for their time, by what they ask. */
  readonly #lookingTwice = new Set<string>();
  #lastCycle: Cycle | null = null;
  #paused = false;
  /** Monotonic: no pass begins before. */
  #nextPassAt = 0;
  /** Until then a pass takes in what is urgent. */
  #alsoUrgentUntil = 0;
  #pullInAt = 0;

  constructor(context: ActorContext<SchedulerMessage>, deps: SchedulerDeps) {
    this.#context = context;
    this.#deps = deps;
    this.#checker = refTo(deps.node, sectionCheckerPath(deps.institution.id));
    const {
      institution,
      host,
      budgetPerMinute: perMinute,
      looksPerStudent: perStudent,
      store: { sections, budgets },
    } = deps;
    const { clock } = context;
    this.#jobs = new LeasedJobs({ ...deps, sections });
    this.#claims = new Claims({ ...deps, institution, sections, jobs: this.#jobs, clock });
    this.#guard = new Guard(deps.massChange, deps.intervalMs);
    this.#waiting = new WaitingLooks({ budgetPerMinute: perMinute, parts: () => deps.share().of, perStudent });
    this.#dispatch = new Dispatch({
      clock,
      waiting: this.#waiting,
      budget: new RequestBudget({ budgets, host, perMinute }),
      begin: (look) => this.#begin(look),
      ask: (job) => {
        this.#ask<LookOutcome>(
          (replyTo) => ({ type: 'look', job, replyTo }),
          (outcome) => ({ type: 'looked', job, outcome }),
        );
      },
    });
    context.schedule('turn', 0, { type: 'wake' });
    context.schedule('renew-leases', deps.leaseMs / 3, { type: 'renew-leases' });
  }

  /** A store that is away is no failure of this actor: what is leased stays leased, and goes on when it is back. */
  async receive(message: SchedulerMessage): Promise<void> {
    try {
      await this.#handle(message);
    } catch (error) {
      if (!isForLater(error)) throw error;
      this.#context.log.warn(
        { institution: this.#deps.institution.id, code: codeOf(error), reason: error.message },
        'checking waits',
      );
      this.#patience.failed(this.#monotonic());
      this.#dispatch.block(this.#monotonic() + this.#patience.remainingMs(this.#monotonic()), error);
      this.#context.schedule('turn', this.#patience.remainingMs(this.#monotonic()), { type: 'turn' });
      if (message.type === 'run-cycle')
        this.#context.tell(message.replyTo, { outcome: 'failed', code: codeOf(error), message: error.message });
    }
  }

  async #handle(message: SchedulerMessage): Promise<void> {
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
        this.#context.tell(message.replyTo, { cycle: this.#pass?.cycle ?? this.#lastCycle });
        return;
      case 'looked':
        await this.#looked(message.job, message.outcome);
        return this.#turn();
      case 'held-written':
        await this.#heldWritten(message.job, message.outcome);
        return this.#turn();
      case 'look-twice':
        this.#lookTwice(message.job);
        return this.#turn();
      case 'renew-leases':
        return this.#renewLeases();
      case 'join':
        return this.#join();
      default:
        return unknownMessage(message);
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
    if (this.#paused) await this.#abandon(this.#pausedError());
    else if (this.#pass === null && this.#monotonic() >= this.#claimableAt)
      this.#pass = await this.#claimPass(this.#deps.share());
    await this.#judge();
    await this.#dispatch.fill(this.#pass);
    this.#endPass();
    this.#context.schedule('turn', await this.#nextTurnInMs(), { type: 'turn' });
  }

  async #claimPass(share: Share): Promise<Pass | null> {
    const jobs = await this.#claims.due(share);
    return jobs.length === 0 ? null : this.#newPass(jobs, share);
  }

  #newPass(jobs: LookJob[], share: Share): Pass {
    const pass = new Pass(jobs, new Date(this.#context.clock.now()).toISOString(), share.of, (job) => this.#rank(job));
    this.#passBeganAt = this.#monotonic();
    this.#alsoUrgentUntil = this.#passBeganAt + this.#deps.intervalMs * AHEAD_SHARE;
    this.#context.schedule('join', JOIN_MS, { type: 'join' });
    this.#context.log.info(
      { institution: this.#deps.institution.id, due: pass.cycle.due, requests: jobs.length },
      'cycle started',
    );
    return pass;
  }

  /** Of its most urgent section; a second look after a mass change comes soon after the first. */
  #rank({ sections, agreed }: LookJob): number {
    const own = sections.map((section) => urgencyOf(section, this.#deps.intervalMs, this.#context.clock.now()));
    return Math.min(agreed === null ? URGENCY.ordinary : URGENCY.doubtful, ...own);
  }

  #ask<Outcome extends LookOutcome>(
    request: (replyTo: Ref<Outcome>) => SectionCheckerMessage,
    ended: (outcome: Outcome | LookEnd) => InternalMessage,
  ): void {
    const asked = this.#context.ask<SectionCheckerMessage, Outcome>(this.#checker, request, this.#deps.jobTimeoutMs);
    this.#context.pipeToSelf(asked, ended, (error) => {
      const code: string = codeOf(error);
      return ended({ outcome: 'refused', code, message: reasonOf(error), retryInMs: PASS_GAP_MS, requests: 0 });
    });
  }

  async #looked(job: LookJob, outcome: LookOutcome): Promise<void> {
    this.#dispatch.ended(job, outcome.requests);
    this.#deps.countRequests(outcome.requests);
    if (outcome.outcome === 'held') {
      const visitor = this.#waiting.owns(job);
      if (!visitor) this.#pass?.held(job, outcome.requests);
      this.#guard.hold(job, outcome.odd, this.#monotonic(), !visitor);
      return;
    }
    if (outcome.outcome === 'settled') {
      this.#patience.succeeded();
      this.#jobs.settled(job);
    } else this.#refused(job, outcome);
    if (this.#waiting.owns(job)) {
      this.#waiting.ended(job, outcome);
      if (outcome.outcome === 'refused') await this.#jobs.giveBack([job]);
    } else if (outcome.outcome === 'settled') this.#pass?.ended(outcome);
    else this.#pass?.refused(job, outcome.requests);
    if (outcome.outcome === 'refused' && outcome.retryInMs >= OUTAGE_MS) await this.#abandon(outcome);
  }

  #refused(job: LookJob, outcome: Extract<LookOutcome, { outcome: 'refused' }>): void {
    const { code, retryInMs } = outcome;
    this.#context.log.warn({ request: job.request.id, code, retryInMs }, 'look refused');
    this.#dispatch.block(this.#monotonic() + retryInMs, outcome);
  }

  async #heldWritten(job: LookJob, outcome: LookEnd): Promise<void> {
    const settled = outcome.outcome === 'settled';
    if (this.#waiting.owns(job)) this.#waiting.ended(job, outcome);
    else this.#pass?.written(settled ? outcome : { done: 0, failed: 0, requests: 0 });
    if (settled) this.#jobs.settled(job);
    // Not known to be written: given back, for a lease that nobody remembers would be renewed with the others.
    else await this.#jobs.giveBack([job]);
  }

  #wordInMs(): number | null {
    return this.#guard.wordInMs(this.#monotonic(), (this.#pass?.progress ?? null) === null);
  }

  /** Gives the word on looks that were held back. */
  async #judge(): Promise<void> {
    if (this.#wordInMs() !== 0) return;
    const surroundings: Surroundings =
      this.#pass === null
        ? { progress: null, parts: 1, sinceMs: this.#monotonic() }
        : { progress: this.#pass.progress, parts: this.#pass.parts, sinceMs: this.#passBeganAt };
    const count = this.#guard.mustCount(this.#monotonic(), surroundings);
    const watched = count ? await this.#deps.store.sections.countWatched(this.#deps.institution.id) : null;
    const { commit, again } = this.#guard.word(this.#monotonic(), surroundings, watched);
    for (const job of commit)
      this.#ask<LookEnd>(
        (replyTo) => ({ type: 'commit-held', jobId: job.id, replyTo }),
        (outcome) => ({ type: 'held-written', job, outcome }),
      );
    if (again.length === 0) return;
    this.#context.log.warn(
      { institution: this.#deps.institution.id, requests: again.length },
      'mass change, looking twice',
    );
    this.#context.tell(this.#checker, { type: 'drop-held', jobIds: again.map(({ job }) => job.id) });
    const repeated = again.filter(({ job, afterMs }) => !this.#postpone(job, afterMs));
    await this.#jobs.giveBack(repeated.map(({ job }) => job));
  }

  /**
   * Its sections stay leased until they are looked at again. False: a visitor has caused it, and the same is to be
   * looked at again already.
   */
  #postpone(job: LookJob, afterMs: number): boolean {
    const { id } = job.request;
    if (this.#waiting.owns(job)) {
      const { code, message } = checkingError('PMC_MASS_CHANGE', { request: id, seconds: Math.ceil(afterMs / 1000) });
      this.#waiting.ended(job, { outcome: 'refused', code, message, retryInMs: afterMs, requests: 0 });
      if (this.#lookingTwice.has(id)) return false;
    } else this.#pass?.postponed(job);
    this.#lookingTwice.add(id);
    this.#context.schedule(`look-twice ${job.id}`, afterMs, { type: 'look-twice', job });
    return true;
  }

  #lookTwice(job: LookJob): void {
    this.#lookingTwice.delete(job.request.id);
    if (this.#pass === null) this.#pass = this.#newPass([job], WHOLE);
    else this.#pass.add([job]);
  }

  /** Gives back what nobody has been asked for, and says why to those who wait. */
  async #abandon({ code, message }: { code: string; message: string }): Promise<void> {
    const waiting = this.#waiting.abandon(code, message);
    const jobs = this.#pass?.abandon() ?? [];
    if (waiting + jobs.length === 0) return;
    this.#context.log.warn(
      { institution: this.#deps.institution.id, code, requests: waiting + jobs.length },
      'work given back',
    );
    await this.#jobs.giveBack(jobs);
  }

  #endPass(): void {
    if (this.#pass === null || !this.#pass.settled) return;
    const cycle = this.#pass.finish(new Date(this.#context.clock.now()).toISOString());
    this.#pass = null;
    this.#lastCycle = cycle;
    const { intervalMs, institution } = this.#deps;
    this.#nextPassAt = this.#monotonic() + Math.min(PASS_GAP_MS, intervalMs / 10);
    const tookMs = Math.round(this.#monotonic() - this.#passBeganAt);
    this.#context.log.info({ institution: institution.id, ...cycle, tookMs }, 'cycle finished');
    if (tookMs > intervalMs)
      this.#context.log.warn({ institution: institution.id, tookMs, intervalMs }, 'cycle longer than its interval');
  }

  async #nextTurnInMs(): Promise<number> {
    const waitMs = [this.#dispatch.waitMs(this.#pass), this.#wordInMs()];
    if (this.#pass === null && !this.#paused) {
      const due = await this.#claims.nextDueInMs();
      if (due !== null) waitMs.push(Math.max(due, this.#claimableAt - this.#monotonic(), 0));
    }
    return Math.min(IDLE_TURN_MS, ...waitMs.filter((ms) => ms !== null));
  }

  /** Monotonic: a pass may begin. */
  get #claimableAt(): number {
    return Math.max(this.#nextPassAt, this.#dispatch.blockedUntil, this.#claims.allowedAt);
  }

  #look({ what, by, replyTo }: SchedulerMessage & { type: 'look' }): void {
    const answer = (reply: LookReply): void => {
      this.#context.tell(replyTo, reply);
    };
    const { code, message } = this.#pausedError();
    if (this.#paused) return answer({ outcome: 'unseen', code, message });
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
    if (this.#paused || this.#pass !== null) {
      this.#context.tell(replyTo, { outcome: this.#paused ? 'paused' : 'running' });
      return;
    }
    await this.#deps.store.sections.makeDue(this.#deps.institution.id);
    this.#dispatch.unblock();
    this.#pass = (await this.#claimPass(WHOLE)) ?? this.#newPass([], WHOLE);
    this.#context.tell(replyTo, { outcome: 'started', cycle: this.#pass.cycle });
  }

  async #renewLeases(): Promise<void> {
    this.#context.schedule('renew-leases', this.#deps.leaseMs / 3, { type: 'renew-leases' });
    await this.#jobs.renew();
    await this.#readPauses();
    await this.#pullIn();
  }

  /**
   * Once an interval, first of all at the start: another interval may be set than the one by which sections were
   * scheduled, or the clock.
   */
  async #pullIn(): Promise<void> {
    const {
      institution: { id: institution },
      intervalMs,
      store,
    } = this.#deps;
    if (this.#monotonic() < this.#pullInAt) return;
    const { ordinary, calm } = longestPauses(intervalMs);
    const sections = await store.sections.pullIn(institution, ordinary, calm);
    this.#pullInAt = this.#monotonic() + intervalMs;
    if (sections > 0)
      this.#context.log.warn({ institution, sections }, 'sections were due further ahead than possible');
  }

  /**
   * A pass may take long: what is urgent does not wait for its end. Nor does the end wait for ever for what is urgent:
   * the rest must become due again. What a process that died has left is no endless stream, and joins always.
   */
  async #join(): Promise<void> {
    const { institution, intervalMs, share } = this.#deps;
    if (this.#pass === null || this.#paused) return;
    this.#context.schedule('join', JOIN_MS, { type: 'join' });
    if (this.#pass.ordinary > 0) this.#alsoUrgentUntil = this.#monotonic() + intervalMs * AHEAD_SHARE;
    const jobs =
      this.#monotonic() < this.#alsoUrgentUntil
        ? await this.#claims.urgent(share())
        : await this.#claims.abandoned(share());
    if (jobs.length === 0) return;
    this.#context.log.debug({ institution: institution.id, requests: jobs.length }, 'urgent work joins the cycle');
    this.#pass.add(jobs);
    this.#turnSoon();
  }

  async #readPauses(): Promise<void> {
    const pauses = await this.#deps.store.pauses.list();
    this.#paused = pauses.some(
      ({ scope, institution }) =>
        scope === 'checks' && (institution === undefined || institution === this.#deps.institution.id),
    );
  }

  #pausedError(): CodedError {
    return checkingError('PMC_CHECKS_PAUSED', { institution: this.#deps.institution.id });
  }

  #monotonic(): number {
    return this.#context.clock.monotonic();
  }
}

export function schedulerSpec(deps: SchedulerDeps): ActorSpec<SchedulerMessage> {
  return { type: 'actor', id: 'scheduler', start: (context) => new Scheduler(context, deps) };
}
