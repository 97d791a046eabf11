/**
 * The section-checker of one institution: request → browser → differ → commit → announce. Address:
 * `checking/<institution>/section-checker`. Looks overlap. Looks that may be part of a mass change are held back and
 * repeated if they are. Results are written in batches, and nothing is announced before it is written.
 */
import { checksPaused } from '../../checking/pauses.ts';
import type { JobHeld, JobResult, Look, LookJob } from '../../checking/look-job.ts';
import { Canaries } from '../../checking/looking/canaries.ts';
import type { Comparison } from '../../checking/looking/compare.ts';
import { compareInPassing } from '../../checking/looking/in-passing.ts';
import { KeptAnswers } from '../../checking/looking/kept-answers.ts';
import type { Fetched, LookRefused, LookResult, Traced } from '../../checking/looking/look-result.ts';
import { lookTimeoutMs } from '../../checking/looking/look-timeout.ts';
import { type Looking, lookWithCanary } from '../../checking/looking/look-with-canary.ts';
import { wholeSections } from '../../checking/looking/whole-sections.ts';
import { PAUSE_MS, SourceGate } from '../../checking/looking/source-gate.ts';
import { CommitTraces } from '../../checking/settling/commit-traces.ts';
import { evidenceOf, NO_EVIDENCE } from '../../checking/settling/evidence.ts';
import { Holding } from '../../checking/settling/holding.ts';
import { SecondLooks } from '../../checking/settling/second-looks.ts';
import { settle } from '../../checking/settling/settle.ts';
import { TermKeeper } from '../../checking/settling/term-keeper.ts';
import { UnsureLog } from '../../checking/settling/unsure-log.ts';
import { type CheckingMetrics, type Outcome, writeLooks } from '../../checking/settling/write-looks.ts';
import { WriteQueue } from '../../checking/settling/write-queue.ts';
import { type GoOn, type Turns, turnsOf } from '../../checking/turns.ts';
import type { Announcement } from '../../domain/announcement.ts';
import type { Institution } from '../../institutions/institution.ts';
import type { Node } from '../../nodes/node.ts';
import type { Unplaced } from '../../nodes/place.ts';
import type { KnownSection } from '../../store/sections.ts';
import type { ActorContext, Behavior, Breaker, Permit, Ref } from '../../runtime/index.ts';
import { protocol, reasonOf } from '../../runtime/index.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import type { Span } from '../../telemetry/traces/span.ts';
import type { Tracer } from '../../telemetry/traces/tracer.ts';
import type { BrowserPoolMessage } from './browsers/pool.ts';
import type { DifferMessage } from './differ.ts';

export type SectionCheckerMessage =
  | { type: 'look'; job: LookJob; scheduler: Ref<JobHeld>; replyTo: Ref<JobResult> }
  /** How often a canary was not seen lately. */
  | { type: 'canaries'; replyTo: Ref<{ failures: number }> };

const accepts = protocol<SectionCheckerMessage>({
  look: { job: 'object', scheduler: 'ref', replyTo: 'ref' },
  canaries: { replyTo: 'ref' },
});

type Internal = SectionCheckerMessage | GoOn;

/** The parts of the node that it uses. */
export interface SectionCheckerNode extends Pick<Node, 'config' | 'store'> {
  readonly sources: Pick<Node['sources'], 'host'>;
  readonly tools: { readonly random: () => number; readonly metrics: CheckingMetrics; readonly tracer: Tracer };
}

export interface SectionCheckerOwn {
  institution: Pick<Institution, 'id' | 'currentTerms' | 'termOf'>;
  pool: Ref<BrowserPoolMessage>;
  differ: Ref<DifferMessage>;
  /** Returns the actors to tell after each commit. */
  listeners: () => Ref<Announcement>[];
}

export function sectionCheckerSpec(node: SectionCheckerNode, own: SectionCheckerOwn): Unplaced<Internal> {
  return { type: 'actor', accepts, start: (context) => new SectionChecker(context, node, own) };
}

class SectionChecker implements Behavior<Internal> {
  readonly #context: ActorContext<Internal>;
  readonly #node: SectionCheckerNode;
  readonly #institution: SectionCheckerOwn['institution'];
  readonly #looking: Looking;
  readonly #gate: SourceGate;
  readonly #secondLooks: SecondLooks;
  readonly #holding: Holding;
  readonly #writing: WriteQueue;
  readonly #terms: TermKeeper;
  readonly #unsure: UnsureLog;
  readonly #turns: Turns;

  constructor(context: ActorContext<Internal>, node: SectionCheckerNode, own: SectionCheckerOwn) {
    this.#context = context;
    this.#node = node;
    this.#institution = own.institution;
    const { store, config, sources, tools } = node;
    const { sections, budgets, pauses, terms } = store;
    const { budgetPerMinute: perMinute, massChange: rule, intervalMs, timeoutMs } = config.checking;
    const [{ host }, { id }, { clock, log }] = [sources, own.institution, context];
    const turns = (this.#turns = turnsOf(context));
    const breaker = { ...config.breaker, callTimeoutMs: timeoutMs };
    this.#gate = new SourceGate({ host, breaker, clock, log, turns, ping: () => store.ping() });
    const announce = (announcement: Announcement): void => {
      this.#gate.written(true);
      tools.metrics.changes.inc({ institution: id }, announcement.changes.length);
      context.tell(own.listeners(), announcement);
    };
    const count = (outcome: Outcome, by: number): void => tools.metrics.checks.inc({ institution: id, outcome }, by);
    const database = config.storeUrl.startsWith('sqlite:') ? 'sqlite' : 'mongodb';
    const traces = new CommitTraces({ tracer: tools.tracer, traces: store.traces, database, log });
    this.#writing = new WriteQueue({
      turns,
      log,
      write: (batch, unconfirmed) => writeLooks(batch, { sections, announce, count, log, traces, unconfirmed }),
      onUnwritten: () => this.#gate.written(false),
    });
    this.#secondLooks = new SecondLooks({
      turns,
      budgets,
      host,
      perMinute,
      paused: () => checksPaused(pauses, id),
      look: (look) => this.#look(look),
    });
    this.#holding = new Holding({
      turns,
      rule,
      intervalMs,
      countWatched: () => sections.countWatched(id),
      write: (settled) => this.#writing.add(settled),
      secondLooks: this.#secondLooks,
      clock,
      log,
    });
    this.#looking = lookingOf(context, lookTimeoutMs(config), own, tools.tracer);
    this.#terms = new TermKeeper({ institution: own.institution, terms, turns, clock, log });
    this.#unsure = new UnsureLog(log);
    this.#terms.sweepNowAndThen();
  }

  get breaker(): Breaker {
    return this.#gate.breaker;
  }

  inspect(): ReturnType<SourceGate['inspect']> {
    return this.#gate.inspect();
  }

  receive(message: Internal): void {
    switch (message.type) {
      case 'look': {
        const { job, scheduler, replyTo } = message;
        this.#holding.begun(job);
        return this.#look({
          job,
          answer: (result) => this.#context.tell(replyTo, result),
          tell: (held) => this.#context.tell(scheduler, held),
        });
      }
      case 'canaries': {
        const failures = this.#looking.canaries.failures(this.#context.clock.monotonic());
        return this.#context.tell(message.replyTo, { failures });
      }
      case 'go-on':
        return message.run();
      default:
        return message satisfies never;
    }
  }

  #look(look: Look): void {
    const permit = this.#gate.admit();
    if ('outcome' in permit) return this.#refused(look, permit);
    this.#turns.after(this.#see(look.job), ({ job, result }) => this.#seen({ ...look, job }, permit, result));
  }

  /** Returns the result and the job, with whole states unless its sections were only seen again. */
  async #see(job: LookJob): Promise<{ job: LookJob; result: LookResult<Comparison> }> {
    const askedAt = this.#context.clock.now();
    const { sections } = this.#node.store;
    let read: Promise<KnownSection[]> | undefined;
    const whole = (): Promise<KnownSection[]> => (read ??= wholeSections(sections, job.sections));
    const looked = await lookWithCanary(this.#looking, job, whole);
    try {
      const result = await compareInPassing(sections, this.#institution.id, looked, askedAt);
      const isCompared = read !== undefined || result.outcome === 'failed';
      return { job: isCompared ? { ...job, sections: await whole() } : job, result };
    } catch (error) {
      const [code, message] = [codeOf(error), reasonOf(error)];
      return { job, result: { outcome: 'refused', code, message, requests: looked.requests } };
    }
  }

  #seen(look: Look, permit: Permit, result: LookResult<Comparison>): void {
    const { job } = look;
    const { sources, tools, config } = this.#node;
    tools.metrics.requests.inc({ host: sources.host }, result.requests);
    this.#gate.looked(permit, result, job.asker);
    if (result.outcome === 'refused') return this.#refused(look, result);
    this.#note(job, result);
    const rule = { intervalMs: config.checking.intervalMs, random: tools.random, nowMs: this.#context.clock.now() };
    const settled = { look, settlement: settle(job, result, rule), shown: result, requests: result.requests };
    if (job.agreed === null)
      return this.#holding.seen(settled, result.outcome === 'answered' ? evidenceOf(job, result) : NO_EVIDENCE);
    this.#secondLooks.ended(look, result.requests);
    // The second look is already paid for.
    this.#writing.add({ ...settled, requests: 0 });
  }

  #note({ request }: LookJob, result: Exclude<LookResult<Comparison>, { outcome: 'refused' }>): void {
    if (result.outcome === 'failed') {
      if (result.silent === true) this.#terms.silent(request.term);
      this.#node.tools.metrics.errors.inc({ code: result.code });
      this.#context.log.warn({ request: request.id, code: result.code, reason: result.message }, 'look failed');
      return;
    }
    this.#unsure.note(request.id, result.unsure);
    this.#looking.canaries.remember(request, result.observed);
    if (result.observed.length > 0) this.#terms.seen(request.term);
  }

  #refused(look: Look, refused: LookRefused): void {
    if (look.job.agreed !== null) return this.#secondLooks.refused(look, refused);
    this.#holding.refused(look.job);
    look.answer({ retryInMs: PAUSE_MS, ...refused });
  }
}

function lookingOf(
  { ask, clock }: Pick<ActorContext<never>, 'ask' | 'clock'>,
  timeoutMs: number,
  { pool, differ, institution }: SectionCheckerOwn,
  tracer: Tracer,
): Looking {
  /** Takes out the spans that a thread made. */
  const take = <Result extends { spans?: Span[] }>(reply: Result): Result => {
    if (reply.spans !== undefined) tracer.take(reply.spans);
    delete reply.spans;
    return reply;
  };
  const answers = new KeptAnswers();
  return {
    pipeline: {
      fetch: (request, trace) =>
        answers.ask(request, async (kept) => {
          const wanted = { request, kept, ...(trace !== undefined && { trace }) };
          const message = (replyTo: Ref<Traced<Fetched>>) => ({ type: 'look', ...wanted, replyTo }) as const;
          return take(await ask(pool, message, timeoutMs));
        }),
      compare: async (job) => {
        const message = (replyTo: Ref<Traced<LookResult<Comparison>>>) => ({ type: 'compare', job, replyTo }) as const;
        return take(await ask(differ, message, timeoutMs));
      },
      now: () => clock.now(),
    },
    canaries: new Canaries(() => institution.currentTerms(clock.now()).map(({ term }) => term)),
    monotonic: () => clock.monotonic(),
  };
}
