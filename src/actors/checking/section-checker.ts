/**
 * The section-checker of one institution: request → browser → differ → commit → announce. Address
 * `checking/<institution>/section-checker`. Looks overlap; what they settle is written in batches, and nobody hears of
 * anything before it is written.
 */
import type { ChannelName } from '../../domain/notification.ts';
import type {
  ActorContext,
  ActorSpec,
  Behavior,
  BreakerOptions,
  BreakerState,
  Permit,
  Ref,
} from '../../runtime/index.ts';
import { Breaker, CodedError, isForLater, reasonOf, refTo, unknownMessage } from '../../runtime/index.ts';
import { storeError } from '../../store/errors.ts';
import type { CadenceRule, Settlement } from '../../checking/settle.ts';
import { oddIn, settle } from '../../checking/settle.ts';
import type { Institution } from '../../institutions/institution.ts';
import type { Store } from '../../store/store.ts';
import type { ClaimedSection, CommitResult } from '../../store/sections.ts';
import type { Announcement } from '../../domain/announcement.ts';
import { BROWSER_POOL_PATH } from './browsers/pool.ts';
import { Canaries } from '../../checking/canaries.ts';
import type { UnsureSection } from '../../checking/diff.ts';
import { DIFFER_PATH } from './differ.ts';
import type { Compared } from '../../checking/in-passing.ts';
import { compareInPassing } from '../../checking/in-passing.ts';
import type { LookEnd, LookJob, LookOutcome } from '../../checking/look-job.ts';
import { nextBatch } from '../../checking/next-batch.ts';
import { see } from './see.ts';
import type { Eyes } from './see.ts';
import type { Sight } from '../../checking/sight.ts';
import { StorePatience } from '../../checking/store-patience.ts';
import { TermKeeper } from '../../checking/term-keeper.ts';
import { codeOf } from '../../telemetry/error-code.ts';

export type SectionCheckerMessage =
  | { type: 'look'; job: LookJob; replyTo: Ref<LookOutcome> }
  /** The word on a held look: write it, or forget it (a second look follows). */
  | { type: 'commit-held'; jobId: string; replyTo: Ref<LookEnd> }
  | { type: 'drop-held'; jobIds: string[] }
  | { type: 'seen'; job: LookJob; replyTo: Ref<LookOutcome>; seen: Compared }
  | { type: 'flush' }
  | { type: 'written' }
  | { type: 'terms' }
  | { type: 'terms-kept' }
  | { type: 'store-probed'; works: boolean };

export interface SectionCheckerDeps {
  institution: string;
  calendar: Pick<Institution, 'currentTerms' | 'termOf'>;
  node: string;
  /** The source host the breaker guards. */
  host: string;
  store: Store;
  breaker: BreakerOptions;
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
}

export const sectionCheckerPath = (institution: string): string => `checking/${institution}/section-checker`;

/** A settled look that waits to be written. */
interface Pending {
  job: LookJob;
  replyTo: Ref<LookEnd>;
  sight: Exclude<Sight, { outcome: 'refused' }>;
  settlement: Settlement;
}

/** Waiting this long lets looks that end together be written together. */
const FLUSH_AFTER_MS = 40;
/** A breaker that is half-open admits few at a time: try again this soon. */
const PROBE_PAUSE_MS = 1_000;
const UNSURE_REASONS_MAX = 1_000;
/** How often the calendar is looked into. */
const TERMS_MS = 10 * 60_000;

class SectionChecker implements Behavior<SectionCheckerMessage> {
  readonly #context: ActorContext<SectionCheckerMessage>;
  readonly #deps: SectionCheckerDeps;
  readonly #eyes: Eyes;
  readonly #breaker: Breaker;
  /** By job: the breaker's permits of looks under way. */
  readonly #permits = new Map<string, Permit>();
  readonly #held = new Map<string, Pending>();
  /** What the source said when it last did not want to be asked. */
  #refusal: string | undefined;
  readonly #patience = new StorePatience();
  #waiting: Pending[] = [];
  #writing = false;
  readonly #unsureReasons = new Set<string>();
  readonly #terms: TermKeeper;

  constructor(context: ActorContext<SectionCheckerMessage>, deps: SectionCheckerDeps) {
    this.#context = context;
    this.#deps = deps;
    this.#breaker = new Breaker(deps.host, context.clock, deps.breaker);
    this.#eyes = {
      context,
      pool: refTo(deps.node, BROWSER_POOL_PATH),
      differ: refTo(deps.node, DIFFER_PATH),
      timeoutMs: deps.timeoutMs,
      canaries: new Canaries(() => deps.calendar.currentTerms(context.clock.now()).map(({ term }) => term)),
    };
    this.#terms = new TermKeeper(context, { ...deps, terms: deps.store.terms });
    context.schedule('terms', TERMS_MS, { type: 'terms' });
  }

  inspect(): { breaker: BreakerState; lastError?: string } {
    const { state } = this.#breaker;
    return { breaker: state, ...(state !== 'closed' && this.#refusal !== undefined && { lastError: this.#refusal }) };
  }

  receive(message: SectionCheckerMessage): void {
    switch (message.type) {
      case 'look':
        this.#look(message.job, message.replyTo);
        break;
      case 'seen':
        this.#seen(message.job, message.replyTo, message.seen);
        break;
      case 'commit-held':
        this.#commitHeld(message.jobId, message.replyTo);
        break;
      case 'drop-held':
        for (const id of message.jobIds) this.#held.delete(id);
        break;
      case 'flush':
        this.#flush();
        break;
      case 'written':
        this.#writing = false;
        this.#flush();
        break;
      case 'terms':
        this.#keep(this.#terms.sweep());
        this.#context.schedule('terms', TERMS_MS, message);
        break;
      case 'terms-kept':
        break;
      case 'store-probed':
        this.#probed(message.works);
        break;
      default:
        return unknownMessage(message);
    }
  }

  /** What the store cannot take now is found again by the next look or sweep; anything else is a defect. */
  #keep(work: Promise<void>): void {
    const kept = (): SectionCheckerMessage => ({ type: 'terms-kept' });
    this.#context.pipeToSelf(work, kept, (error) => {
      this.#context.fail(error instanceof Error ? error : new Error(String(error)));
      return kept();
    });
  }

  #look(job: LookJob, replyTo: Ref<LookOutcome>): void {
    if (!this.#canBeKept(replyTo)) return;
    const permit = this.#admit(replyTo);
    if (permit === undefined) return;
    this.#permits.set(job.id, permit);
    this.#context.pipeToSelf(
      this.#see(job),
      (seen) => ({ type: 'seen', job, replyTo, seen }),
      (error) => {
        const code = codeOf(error);
        return {
          type: 'seen',
          job,
          replyTo,
          seen: { sight: { outcome: 'refused', code, message: reasonOf(error), requests: 1 }, inPassing: [] },
        };
      },
    );
  }

  async #see(job: LookJob): Promise<Compared> {
    const askedAt = this.#context.clock.now();
    const sight = await see(this.#eyes, job);
    return await compareInPassing(this.#deps.store.sections, this.#deps.institution, sight, askedAt);
  }

  /** While the store takes nothing, the source is not asked. */
  #canBeKept(replyTo: Ref<LookOutcome>): boolean {
    const now = this.#context.clock.monotonic();
    const verdict = this.#patience.admit(now);
    if (verdict === 'look') return true;
    if (verdict === 'probe') {
      this.#context.pipeToSelf(
        this.#deps.store.ping(),
        () => ({ type: 'store-probed', works: true }),
        (error) => {
          this.#context.log.warn({ reason: reasonOf(error) }, 'the store takes nothing yet; nothing is looked at');
          return { type: 'store-probed', works: false };
        },
      );
    }
    const { code, message } = storeError('PMC_STORE_UNAVAILABLE', {
      reason: 'what was seen last could not be written; looks wait until it takes something',
    });
    this.#context.tell(replyTo, {
      outcome: 'refused',
      code,
      message,
      retryInMs: Math.max(PROBE_PAUSE_MS, verdict === 'wait' ? this.#patience.remainingMs(now) : 0),
      requests: 0,
    });
    return false;
  }

  #probed(works: boolean): void {
    if (works) this.#patience.proven();
    else this.#patience.failed(this.#context.clock.monotonic());
  }

  #admit(replyTo: Ref<LookOutcome>): Permit | undefined {
    try {
      return this.#breaker.admit();
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      const retryInMs = Math.max(this.#breaker.remainingMs, PROBE_PAUSE_MS);
      this.#context.tell(replyTo, {
        outcome: 'refused',
        code: codeOf(error),
        message: error.message,
        retryInMs,
        requests: 0,
      });
      return undefined;
    }
  }

  #seen(job: LookJob, replyTo: Ref<LookOutcome>, { sight, inPassing }: Compared): void {
    const permit = this.#permits.get(job.id);
    this.#permits.delete(job.id);
    switch (sight.outcome) {
      case 'refused':
        // A source that does not want to be asked is left alone; no section's look has failed.
        if (sight.retryInMs === undefined) permit?.release();
        else this.#leaveAlone(permit, sight.retryInMs, sight.message);
        this.#context.tell(replyTo, { retryInMs: PROBE_PAUSE_MS, ...sight });
        return;
      case 'failed':
        // Where another term is listed the source is well.
        if (sight.silent === true) permit?.success();
        else if (job.asker === 'visitor') permit?.release();
        else permit?.failure();
        if (sight.silent === true) this.#keep(this.#terms.silent(job.request.term));
        this.#context.log.warn({ request: job.request.id, code: sight.code, reason: sight.message }, 'look failed');
        break;
      case 'complete':
        permit?.success();
        this.#logUnsure(job, sight.unsure);
        this.#eyes.canaries.remember(job.request, sight.observed);
        if (sight.observed.length > 0) this.#keep(this.#terms.seen(job.request.term));
        break;
      default:
        sight satisfies never;
    }
    const { cadence, random } = this.#deps;
    const settlement = settle(job, sight, { ...cadence, random, nowMs: this.#context.clock.now() }, inPassing);
    const pending: Pending = { job, replyTo, sight, settlement };
    const odd = sight.outcome === 'complete' && job.agreed === null ? oddIn(job, sight) : [];
    if (odd.length === 0) {
      this.#write(pending);
      return;
    }
    this.#held.set(job.id, pending);
    this.#context.tell(replyTo, { outcome: 'held', odd, requests: sight.requests });
  }

  #leaveAlone(permit: Permit | undefined, forMs: number, reason: string): void {
    permit?.trip(forMs);
    this.#refusal = reason;
    this.#context.log.warn({ reason, forMs }, 'the source is left alone');
  }

  #commitHeld(jobId: string, replyTo: Ref<LookEnd>): void {
    const held = this.#held.get(jobId);
    // Scheduler and section-checker are restarted together: whoever names a job that is not here is no scheduler.
    if (held === undefined) return;
    this.#held.delete(jobId);
    // Its requests were reported when it was held.
    this.#write({ ...held, replyTo, sight: { ...held.sight, requests: 0 } });
  }

  #write(pending: Pending): void {
    this.#waiting.push(pending);
    if (this.#waiting.length === 1) this.#context.schedule('flush', FLUSH_AFTER_MS, { type: 'flush' });
  }

  #flush(): void {
    if (this.#writing || this.#waiting.length === 0) return;
    const batch = this.#waiting.splice(0, nextBatch(this.#waiting));
    this.#writing = true;
    this.#context.pipeToSelf(
      this.#commit(batch),
      () => ({ type: 'written' }),
      (error) => {
        // The looks are lost, their sections are looked at again: written or not, time is lost and nothing else.
        if (isForLater(error)) this.#unwritten(batch, error);
        else this.#context.fail(error instanceof Error ? error : new Error(String(error)));
        return { type: 'written' };
      },
    );
  }

  #unwritten(batch: Pending[], { code, message }: CodedError): void {
    this.#patience.failed(this.#context.clock.monotonic());
    this.#context.log.warn({ code, reason: message, looks: batch.length }, 'looks could not be written');
    for (const { replyTo, sight } of batch)
      this.#context.tell(replyTo, {
        outcome: 'refused',
        code,
        message,
        retryInMs: PROBE_PAUSE_MS,
        requests: sight.requests,
      });
  }

  /** Durable first, then told. All jobs of a batch hold leases of one owner. */
  async #commit(batch: Pending[]): Promise<void> {
    const { store } = this.#deps;
    const { owner } = batch[0]!.job;
    const of = <Item>(pick: (settlement: Settlement) => Item[]): Item[] =>
      batch.flatMap(({ settlement }) => pick(settlement));
    const commits = of((settlement) => settlement.commits);
    const result = await store.sections.commit(owner, commits);
    this.#patience.succeeded();
    // At once: should the store fail now, nobody would ever hear of what is committed.
    this.#announce(batch, result);
    // What is lost was seen by somebody else meanwhile: its lease has nothing more to guard.
    const lost = new Set(result.lost);
    const overtaken = commits
      .filter(({ section, inPassing }) => inPassing !== true && lost.has(section))
      .map(({ section }) => section);
    const release = [...of((settlement) => settlement.release), ...overtaken];
    if (release.length > 0) await store.sections.release(owner, release, 0);
    for (const section of of(({ forget }) => forget)) await this.#forget(owner, section);
    for (const pending of batch) this.#reply(pending);
  }

  async #forget(owner: string, section: string): Promise<void> {
    const watches = await this.#deps.store.sections.forget(owner, section, this.#deps.channels);
    if (watches > 0) this.#context.log.info({ section, watches }, 'the source has no such section, its watches end');
  }

  #announce(batch: Pending[], { committed, changes }: CommitResult): void {
    const written = new Set(committed.map(({ section }) => section));
    const states = batch
      .flatMap(({ settlement }) => settlement.published)
      .filter(({ section }) => written.has(section));
    const checkedAt = new Map(
      batch
        .flatMap(({ sight }) => (sight.outcome === 'complete' ? sight.observed : []))
        .map(({ state }) => [state.section, state.checkedAt]),
    );
    const checked = committed.flatMap(({ section, nextCheckAt }) => {
      const at = checkedAt.get(section);
      return at === undefined
        ? []
        : [{ section, checkedAt: at, nextCheckAt: nextCheckAt === null ? null : new Date(nextCheckAt).toISOString() }];
    });
    for (const { change } of changes)
      this.#context.log.info({ change: change.id, before: change.before.status, after: change.after.status }, 'change');
    const announcement: Announcement = { type: 'announced', checked, states, changes };
    for (const listener of this.#deps.listeners()) this.#context.tell(listener, announcement);
  }

  #reply({ job, replyTo, sight }: Pending): void {
    const watchedOf = (sections: ClaimedSection[]): number => sections.filter((section) => section.watched).length;
    const [all, { requests }] = [watchedOf(job.sections), sight];
    if (sight.outcome === 'failed') {
      const { code, message } = sight;
      this.#deps.count('failed', job.sections.length);
      this.#context.tell(replyTo, {
        outcome: 'settled',
        done: 0,
        failed: all,
        requests,
        absent: [],
        unsure: [],
        error: { code, message },
      });
      return;
    }
    const { observed, absent, unsure } = sight;
    const unseen = job.sections.filter(({ section }) => unsure.some((each) => each.section === section));
    this.#deps.count('seen', observed.length);
    this.#deps.count('absent', absent.length);
    this.#deps.count('failed', unseen.length);
    const failed = watchedOf(unseen);
    this.#context.tell(replyTo, { outcome: 'settled', done: all - failed, failed, requests, absent, unsure });
  }

  /** Says why rows could not be read, each reason once: an odd row is met again at every look. */
  #logUnsure(job: LookJob, unsure: UnsureSection[]): void {
    for (const { section, reason } of unsure) {
      if (this.#unsureReasons.has(reason)) continue;
      if (this.#unsureReasons.size >= UNSURE_REASONS_MAX) this.#unsureReasons.clear();
      this.#unsureReasons.add(reason);
      this.#context.log.warn(
        { code: 'PMC_SECTION_UNSURE', request: job.request.id, section, reason },
        'a row of an answer says nothing sure',
      );
    }
  }
}

export function sectionCheckerSpec(deps: SectionCheckerDeps): ActorSpec<SectionCheckerMessage> {
  return { type: 'actor', id: 'section-checker', start: (context) => new SectionChecker(context, deps) };
}
