/**
 * The section-checker of one institution: request → browser → differ → commit → announce. Address
 * `checking/<institution>/section-checker`. Looks overlap. What shows many changes at once is held back and looked at
 * again; what is settled is written in batches, and nobody hears of anything before it is written.
 */
import type { MassChangeRule, Odd } from '../../domain/mass-change.ts';
import type { ChannelName } from '../../domain/notification.ts';
import type { ActorContext, Behavior, BreakerOptions, CodedError, Permit, Ref } from '../../runtime/index.ts';
import { isForLater, reasonOf, unknownMessage } from '../../runtime/index.ts';
import type { CadenceRule } from '../../checking/settling/settle.ts';
import { oddIn, settle } from '../../checking/settling/settle.ts';
import type { Config } from '../../config/config.ts';
import type { Node } from '../../nodes/node.ts';
import type { Unplaced } from '../../nodes/place.ts';
import type { Institution } from '../../institutions/institution.ts';
import type { Store } from '../../store/store.ts';
import type { Announcement } from '../../domain/announcement.ts';
import type { BrowserPoolMessage } from './browsers/pool.ts';
import { Canaries } from '../../checking/looking/canaries.ts';
import { checkingError } from '../../checking/errors.ts';
import type { DifferMessage } from './differ.ts';
import { Guard, isLong } from '../../checking/settling/guard.ts';
import { compareInPassing } from '../../checking/looking/in-passing.ts';
import type { JobHeld, JobResult, Look, LookJob } from '../../checking/look-job.ts';
import type { Fetched, LookRefused, LookResult } from '../../checking/looking/look-result.ts';
import { nextBatch } from '../../checking/settling/next-batch.ts';
import { checksPaused } from '../../checking/pauses.ts';
import type { PassState } from '../../checking/settling/progress.ts';
import { Progress } from '../../checking/settling/progress.ts';
import { SecondLooks } from '../../checking/settling/second-looks.ts';
import { lookWithCanary } from '../../checking/looking/look-with-canary.ts';
import type { Looking } from '../../checking/looking/look-with-canary.ts';
import type { Comparison } from '../../checking/looking/compare.ts';
import { SourceGate, refusal } from '../../checking/looking/source-gate.ts';
import { TermKeeper } from '../../checking/settling/term-keeper.ts';
import { UnsureLog } from '../../checking/settling/unsure-log.ts';
import type { SettledLook } from '../../checking/settling/write-looks.ts';
import { writeLooks } from '../../checking/settling/write-looks.ts';
import { codeOf } from '../../telemetry/error-code.ts';

export type SectionCheckerMessage = {
  type: 'look';
  job: LookJob;
  /** The scheduler's pass without this job; null: none is under way. */
  pass: PassState | null;
  scheduler: Ref<JobHeld>;
  replyTo: Ref<JobResult>;
};

type Internal =
  | SectionCheckerMessage
  | { type: 'seen'; look: Look; permit: Permit; result: LookResult<Comparison> }
  | { type: 'judge' }
  | { type: 'counted'; watched: number }
  | { type: 'look-again'; look: Look }
  | { type: 'reserved'; turn: number | CodedError }
  | { type: 'turn' }
  | { type: 'store-away' }
  | { type: 'retry' }
  | { type: 'flush' }
  | { type: 'written' }
  | { type: 'terms' }
  | { type: 'terms-kept' }
  | { type: 'store-probed'; works: boolean };

/** How the look at a section ended, as the metrics count it. */
type Outcome = 'seen' | 'absent' | 'failed';

/** The parts of the node that it uses. */
export interface SectionCheckerNode extends Pick<Node, 'config' | 'store'> {
  readonly sources: Pick<Node['sources'], 'host'>;
  readonly tools: {
    readonly random: () => number;
    readonly metrics: {
      readonly checks: { inc(labels: { institution: string; outcome: Outcome }, sections: number): void };
      readonly requests: { inc(labels: { host: string }, requests: number): void };
    };
  };
}

export interface SectionCheckerOwn {
  institution: Pick<Institution, 'id' | 'currentTerms' | 'termOf'>;
  pool: Ref<BrowserPoolMessage>;
  differ: Ref<DifferMessage>;
  /** Told after each commit. */
  listeners: () => Ref<Announcement>[];
}

interface SectionCheckerDeps extends Omit<SectionCheckerOwn, 'institution'> {
  institution: string;
  calendar: Pick<Institution, 'currentTerms' | 'termOf'>;
  /** The source host the breaker guards, and the requests a minute it may be asked by all processes together. */
  host: string;
  budgetPerMinute: number;
  store: Store;
  breaker: BreakerOptions;
  massChange: MassChangeRule;
  cadence: Pick<CadenceRule, 'schedule' | 'intervalMs'>;
  /** Milliseconds for one look, queue included. */
  timeoutMs: number;
  random: () => number;
  /** Over which a student hears that a watch ended. */
  channels: ChannelName[];
  /** Counts sections by how their look ended. */
  count: (outcome: Outcome, sections: number) => void;
  /** Counts requests to the source. */
  countRequests: (requests: number) => void;
}

/** A look may wait for a browser, be given to another, and wait for its launch. */
const BROWSER_ALLOWANCE_MS = 30_000;

/** Milliseconds for one look, queue included. */
export function lookTimeoutMs({ checking }: Pick<Config, 'checking'>): number {
  return 2 * checking.timeoutMs + BROWSER_ALLOWANCE_MS;
}

export function sectionCheckerSpec(
  { config, store, sources: { host }, tools: { random, metrics } }: SectionCheckerNode,
  { institution, ...own }: SectionCheckerOwn,
): Unplaced<Internal> {
  const { budgetPerMinute, massChange, schedule, intervalMs, timeoutMs } = config.checking;
  const deps: SectionCheckerDeps = {
    ...own,
    institution: institution.id,
    calendar: institution,
    host,
    budgetPerMinute,
    store,
    breaker: { ...config.breaker, callTimeoutMs: timeoutMs },
    massChange,
    cadence: { schedule, intervalMs },
    timeoutMs: lookTimeoutMs(config),
    random,
    channels: ['email'],
    count: (outcome, sections) => metrics.checks.inc({ institution: institution.id, outcome }, sections),
    countRequests: (requests) => metrics.requests.inc({ host }, requests),
  };
  return { type: 'actor', start: (context: ActorContext<Internal>) => new SectionChecker(context, deps) };
}

/** Waiting this long lets looks that end together be written together. */
const FLUSH_AFTER_MS = 40;
/** How soon to try again what the store could not do. */
const STORE_PAUSE_MS = 1_000;
/** So few looks that are held back for a moment leave the scheduler enough places for others. */
const HELD_QUIETLY = 8;
/** How often the calendar is looked into. */
const TERMS_MS = 10 * 60_000;

class SectionChecker implements Behavior<Internal> {
  readonly #context: ActorContext<Internal>;
  readonly #deps: SectionCheckerDeps;
  readonly #looking: Looking;
  readonly #gate: SourceGate;
  readonly #guard: Guard<SettledLook>;
  readonly #progress = new Progress();
  readonly #secondLooks: SecondLooks;
  readonly #terms: TermKeeper;
  readonly #unsure: UnsureLog;
  #waiting: SettledLook[] = [];
  #isWriting = false;
  #isCounting = false;

  constructor(context: ActorContext<Internal>, deps: SectionCheckerDeps) {
    this.#context = context;
    this.#deps = deps;
    const { host, breaker, massChange, cadence, institution, calendar } = deps;
    const { budgets, pauses, terms } = deps.store;
    const { clock, log } = context;
    this.#gate = new SourceGate({ host, breaker, clock, log, probe: () => this.#probe() });
    this.#guard = new Guard(massChange, cadence.intervalMs);
    this.#secondLooks = new SecondLooks({
      budgets,
      host,
      perMinute: deps.budgetPerMinute,
      paused: () => checksPaused(pauses, institution),
    });
    const { pool, differ, timeoutMs } = deps;
    this.#looking = {
      pipeline: {
        fetch: (request) =>
          context.ask<BrowserPoolMessage, Fetched>(pool, (replyTo) => ({ type: 'look', request, replyTo }), timeoutMs),
        compare: (job) =>
          context.ask<DifferMessage, LookResult<Comparison>>(
            differ,
            (replyTo) => ({ type: 'compare', job, replyTo }),
            timeoutMs,
          ),
        now: () => clock.now(),
      },
      canaries: new Canaries(() => calendar.currentTerms(clock.now()).map(({ term }) => term)),
      monotonic: () => clock.monotonic(),
    };
    this.#terms = new TermKeeper(context, { ...deps, terms });
    this.#unsure = new UnsureLog(log);
    context.schedule('terms', TERMS_MS, { type: 'terms' });
  }

  inspect(): ReturnType<SourceGate['inspect']> {
    return this.#gate.inspect();
  }

  receive(message: Internal): void {
    switch (message.type) {
      case 'look':
        return this.#take(message);
      case 'seen':
        return this.#seen(message.look, message.permit, message.result);
      case 'judge':
        return this.#judge();
      case 'counted':
        this.#isCounting = false;
        return this.#giveWord(message.watched);
      case 'look-again':
        this.#secondLooks.ripen(message.look);
        return this.#reserveTurn();
      case 'reserved':
        return this.#reserved(message.turn);
      case 'turn':
        this.#look(this.#secondLooks.next());
        return this.#reserveTurn();
      case 'store-away':
        this.#isCounting = false;
        this.#secondLooks.unreserved();
        return this.#context.schedule('retry', STORE_PAUSE_MS, { type: 'retry' });
      case 'retry':
        this.#judge();
        return this.#reserveTurn();
      case 'flush':
        return this.#flush();
      case 'written':
        this.#isWriting = false;
        return this.#flush();
      case 'terms':
        this.#keep(this.#terms.sweep());
        return this.#context.schedule('terms', TERMS_MS, message);
      case 'terms-kept':
        return;
      case 'store-probed':
        return this.#gate.probed(message.works);
      default:
        return unknownMessage(message);
    }
  }

  /** What the store cannot take now is found again by the next look or sweep; anything else is a defect. */
  #keep(work: Promise<void>): void {
    this.#context.pipeToSelf(work, () => ({ type: 'terms-kept' }), raise);
  }

  #take({ job, pass, scheduler, replyTo }: SectionCheckerMessage): void {
    this.#progress.asked(job, pass, this.#monotonic());
    this.#look({
      job,
      answer: (result) => this.#context.tell(replyTo, result),
      tell: (held) => this.#context.tell(scheduler, held),
    });
  }

  #look(look: Look): void {
    const permit = this.#gate.admit();
    if ('outcome' in permit) return this.#refused(look, permit);
    this.#context.pipeToSelf(
      this.#see(look.job),
      (result) => ({ type: 'seen', look, permit, result }),
      (error) => {
        const result = { outcome: 'refused' as const, code: codeOf(error), message: reasonOf(error), requests: 1 };
        return { type: 'seen', look, permit, result };
      },
    );
  }

  async #see(job: LookJob): Promise<LookResult<Comparison>> {
    const askedAt = this.#context.clock.now();
    const result = await lookWithCanary(this.#looking, job);
    return await compareInPassing(this.#deps.store.sections, this.#deps.institution, result, askedAt);
  }

  #probe(): void {
    this.#context.pipeToSelf(
      this.#deps.store.ping(),
      () => ({ type: 'store-probed', works: true }),
      (error) => {
        this.#context.log.warn({ reason: reasonOf(error) }, 'the store takes nothing yet; nothing is looked at');
        return { type: 'store-probed', works: false };
      },
    );
  }

  #seen(look: Look, permit: Permit, result: LookResult<Comparison>): void {
    const { job } = look;
    const { outcome, requests } = result;
    const isSecond = job.agreed !== null;
    this.#deps.countRequests(requests);
    this.#gate.looked(permit, result, job.asker);
    if (outcome === 'refused') return this.#refused(look, result);
    if (isSecond) this.#secondLooks.ended(look, requests);
    else this.#progress.ended(job, false);
    if (outcome === 'failed') {
      if (result.silent === true) this.#keep(this.#terms.silent(job.request.term));
      this.#context.log.warn({ request: job.request.id, code: result.code, reason: result.message }, 'look failed');
    } else {
      this.#unsure.note(job.request.id, result.unsure);
      this.#looking.canaries.remember(job.request, result.observed);
      if (result.observed.length > 0) this.#keep(this.#terms.seen(job.request.term));
    }
    const { cadence, random } = this.#deps;
    const settlement = settle(job, result, { ...cadence, random, nowMs: this.#context.clock.now() });
    // A second look is paid for here.
    const settled: SettledLook = { look, settlement, shown: result, requests: isSecond ? 0 : requests };
    const odd = outcome === 'answered' && !isSecond ? oddIn(job, result) : [];
    if (odd.length === 0) this.#write(settled);
    else this.#hold(settled, odd);
    this.#judge();
    this.#reserveTurn();
  }

  #refused(look: Look, refused: LookRefused): void {
    const { job, answer } = look;
    if (job.agreed === null) {
      this.#progress.ended(job, true);
      return answer({ retryInMs: STORE_PAUSE_MS, ...refused });
    }
    const retryInMs = this.#secondLooks.refused(look, refused);
    if (retryInMs === undefined) answer({ ...refused, requests: 0 });
    else this.#lookAgainIn(retryInMs, look);
    this.#reserveTurn();
  }

  /** Until it is clear whether many sections have changed at once. */
  #hold(settled: SettledLook, odd: Odd[]): void {
    const now = this.#monotonic();
    const { job, tell } = settled.look;
    const isOfPass = job.asker === 'pass';
    this.#guard.hold(settled, odd, now, isOfPass);
    const isWorthTelling = isLong(odd) || this.#guard.size > HELD_QUIETLY;
    if (isOfPass && isWorthTelling && this.#progress.surroundings(now).progress !== null)
      tell({ type: 'held', jobId: job.id });
  }

  /** Gives the word on looks that were held back, when the time has come. */
  #judge(): void {
    const now = this.#monotonic();
    const surroundings = this.#progress.surroundings(now);
    const inMs = this.#guard.wordInMs(now, surroundings.progress === null);
    if (inMs === null || this.#isCounting) return;
    if (inMs > 0) return this.#context.schedule('judge', inMs, { type: 'judge' });
    if (!this.#guard.mustCount(now, surroundings)) return this.#giveWord(null);
    this.#isCounting = true;
    this.#context.pipeToSelf(
      this.#deps.store.sections.countWatched(this.#deps.institution),
      (watched) => ({ type: 'counted', watched }),
      (error) => this.#storeAway(error),
    );
  }

  #giveWord(watched: number | null): void {
    const now = this.#monotonic();
    const { commit, again } = this.#guard.word(now, this.#progress.surroundings(now), watched);
    for (const settled of commit) this.#write(settled);
    if (again.length > 0)
      this.#context.log.warn(
        { institution: this.#deps.institution, requests: again.length },
        'mass change, looking twice',
      );
    for (const { look: settled, odd, afterMs } of again) this.#lookTwice(settled, odd, afterMs);
    this.#judge();
  }

  #lookTwice({ look, requests }: SettledLook, agreed: Odd[], afterMs: number): void {
    const { job, answer, tell } = look;
    if (job.asker === 'pass') {
      tell({ type: 'doubted', jobId: job.id, requests });
      return this.#lookAgainIn(afterMs, { ...look, job: { ...job, agreed } });
    }
    // Whoever waits is told at once, and what was leased for that is given back: all is compared in passing then.
    const { id } = job.request;
    const error = checkingError('PMC_MASS_CHANGE', { request: id, seconds: Math.ceil(afterMs / 1000) });
    answer({ ...refusal(error), retryInMs: 0, requests });
    if (!this.#secondLooks.awaits(id))
      this.#lookAgainIn(afterMs, { ...look, job: { ...job, agreed, sections: [] }, answer: () => {} });
  }

  #lookAgainIn(afterMs: number, look: Look): void {
    this.#secondLooks.add(look);
    this.#context.schedule(`look-again ${look.job.id}`, afterMs, { type: 'look-again', look });
  }

  #reserveTurn(): void {
    if (!this.#secondLooks.wantsTurn) return;
    this.#context.pipeToSelf(
      this.#secondLooks.reserve(),
      (turn) => ({ type: 'reserved', turn }),
      (error) => this.#storeAway(error),
    );
  }

  #reserved(turn: number | CodedError): void {
    if (typeof turn === 'number') return this.#context.schedule('turn', turn, { type: 'turn' });
    // Checks are paused: the sections are given back.
    for (const { answer } of this.#secondLooks.drain()) answer({ ...refusal(turn), retryInMs: 0 });
  }

  #storeAway(error: unknown): Internal {
    if (!isForLater(error)) throw error;
    this.#context.log.warn({ code: codeOf(error), reason: error.message }, 'what is held back waits for the store');
    return { type: 'store-away' };
  }

  #write(settled: SettledLook): void {
    this.#waiting.push(settled);
    if (this.#waiting.length === 1) this.#context.schedule('flush', FLUSH_AFTER_MS, { type: 'flush' });
  }

  #flush(): void {
    if (this.#isWriting || this.#waiting.length === 0) return;
    const batch = this.#waiting.splice(0, nextBatch(this.#waiting));
    this.#isWriting = true;
    const { store, channels, count, listeners } = this.#deps;
    const announce = (announcement: Announcement): void => {
      this.#gate.written(true);
      for (const listener of listeners()) this.#context.tell(listener, announcement);
    };
    this.#context.pipeToSelf(
      writeLooks(batch, { sections: store.sections, channels, count, announce, log: this.#context.log }),
      () => ({ type: 'written' }),
      (error) => {
        // The looks are lost, their sections are looked at again: written or not, time is lost and nothing else.
        if (!isForLater(error)) throw error;
        this.#unwritten(batch, error);
        return { type: 'written' };
      },
    );
  }

  #unwritten(batch: readonly SettledLook[], error: CodedError): void {
    this.#gate.written(false);
    const { code, message } = error;
    this.#context.log.warn({ code, reason: message, looks: batch.length }, 'looks could not be written');
    for (const { look, requests } of batch) look.answer({ ...refusal(error), requests });
  }

  #monotonic(): number {
    return this.#context.clock.monotonic();
  }
}

function raise(error: unknown): never {
  throw error;
}
