/**
 * The section-checker of one institution: request → browser → differ → commit → announce. Address
 * `checking/<institution>/section-checker`. Looks overlap. What shows many changes at once is held back and looked at
 * again; what is settled is written in batches, and nobody hears of anything before it is written.
 */
import type { MassChangeRule, Odd } from '../../domain/mass-change.ts';
import type { ChannelName } from '../../domain/notification.ts';
import type {
  ActorContext,
  ActorSpec,
  Behavior,
  BreakerOptions,
  CodedError,
  Permit,
  Ref,
} from '../../runtime/index.ts';
import { isForLater, reasonOf, refTo, unknownMessage } from '../../runtime/index.ts';
import type { CadenceRule } from '../../checking/settle.ts';
import { oddIn, settle } from '../../checking/settle.ts';
import type { Institution } from '../../institutions/institution.ts';
import type { Store } from '../../store/store.ts';
import type { Announcement } from '../../domain/announcement.ts';
import { BROWSER_POOL_PATH } from './browsers/pool.ts';
import { Canaries } from '../../checking/canaries.ts';
import { checkingError } from '../../checking/errors.ts';
import { DIFFER_PATH } from './differ.ts';
import { Guard, isLong } from '../../checking/guard.ts';
import type { Compared } from '../../checking/in-passing.ts';
import { compareInPassing } from '../../checking/in-passing.ts';
import type { JobHeld, JobResult, Look, LookJob } from '../../checking/look-job.ts';
import type { LookRefused } from '../../checking/look-result.ts';
import { nextBatch } from '../../checking/next-batch.ts';
import { checksPaused } from '../../checking/pauses.ts';
import type { PassState } from '../../checking/progress.ts';
import { Progress } from '../../checking/progress.ts';
import { SecondLooks } from '../../checking/second-looks.ts';
import { see } from './see.ts';
import type { Eyes } from './see.ts';
import { SourceGate, refusal } from '../../checking/source-gate.ts';
import { TermKeeper } from '../../checking/term-keeper.ts';
import { UnsureLog } from '../../checking/unsure-log.ts';
import type { SettledLook } from '../../checking/written-looks.ts';
import { writeLooks } from '../../checking/written-looks.ts';
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
  | { type: 'seen'; look: Look; permit: Permit; seen: Compared }
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

export interface SectionCheckerDeps {
  institution: string;
  calendar: Pick<Institution, 'currentTerms' | 'termOf'>;
  node: string;
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
  /** Told after each commit. */
  listeners: () => Ref<Announcement>[];
  /** Counts sections by how their look ended. */
  count: (outcome: 'seen' | 'absent' | 'failed', sections: number) => void;
  /** Counts requests to the source. */
  countRequests: (requests: number) => void;
}

export const sectionCheckerPath = (institution: string): string => `checking/${institution}/section-checker`;

export function sectionCheckerSpec(deps: SectionCheckerDeps): ActorSpec<Internal> {
  const start = (context: ActorContext<Internal>): SectionChecker => new SectionChecker(context, deps);
  return { type: 'actor', id: 'section-checker', start };
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
  readonly #eyes: Eyes;
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
    this.#eyes = {
      context,
      pool: refTo(deps.node, BROWSER_POOL_PATH),
      differ: refTo(deps.node, DIFFER_PATH),
      timeoutMs: deps.timeoutMs,
      canaries: new Canaries(() => calendar.currentTerms(clock.now()).map(({ term }) => term)),
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
        return this.#seen(message.look, message.permit, message.seen);
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
      (seen) => ({ type: 'seen', look, permit, seen }),
      (error) => {
        const sight = { outcome: 'refused' as const, code: codeOf(error), message: reasonOf(error), requests: 1 };
        return { type: 'seen', look, permit, seen: { sight, inPassing: [] } };
      },
    );
  }

  async #see(job: LookJob): Promise<Compared> {
    const askedAt = this.#context.clock.now();
    const sight = await see(this.#eyes, job);
    return await compareInPassing(this.#deps.store.sections, this.#deps.institution, sight, askedAt);
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

  #seen(look: Look, permit: Permit, { sight, inPassing }: Compared): void {
    const { job } = look;
    const isSecond = job.agreed !== null;
    this.#deps.countRequests(sight.requests);
    this.#gate.looked(permit, sight, job.asker);
    if (sight.outcome === 'refused') return this.#refused(look, sight);
    if (isSecond) this.#secondLooks.ended(look, sight.requests);
    else this.#progress.ended(job, false);
    if (sight.outcome === 'failed') {
      if (sight.silent === true) this.#keep(this.#terms.silent(job.request.term));
      this.#context.log.warn({ request: job.request.id, code: sight.code, reason: sight.message }, 'look failed');
    } else {
      this.#unsure.note(job.request.id, sight.unsure);
      this.#eyes.canaries.remember(job.request, sight.observed);
      if (sight.observed.length > 0) this.#keep(this.#terms.seen(job.request.term));
    }
    const { cadence, random } = this.#deps;
    const settlement = settle(job, sight, { ...cadence, random, nowMs: this.#context.clock.now() }, inPassing);
    // A second look is paid for here.
    const settled = { look, settlement, sight: isSecond ? { ...sight, requests: 0 } : sight };
    const odd = sight.outcome === 'complete' && !isSecond ? oddIn(job, sight) : [];
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

  #lookTwice({ look, sight: { requests } }: SettledLook, agreed: Odd[], afterMs: number): void {
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
    for (const { look, sight } of batch) look.answer({ ...refusal(error), requests: sight.requests });
  }

  #monotonic(): number {
    return this.#context.clock.monotonic();
  }
}

function raise(error: unknown): never {
  throw error;
}
