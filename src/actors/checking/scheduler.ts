/**
 * The scheduler of one institution: spends the request budget on the requests that are expected to win most, in turns
 * with looks that somebody waits for. Address `checking/<institution>/scheduler`.
 */
import type { PaceReport } from '../../checking/choosing/pace-report.ts';
import type { Cycle, RunCycleReply } from '../../checking/claiming/cycle.ts';
import type { Asker, LookReply, LookTarget } from '../../checking/claiming/waiting-looks.ts';
import { Workload, unanswered } from '../../checking/claiming/workload.ts';
import { lookTimeoutMs } from '../../checking/looking/look-timeout.ts';
import type { JobHeld, JobResult, LookJob } from '../../checking/look-job.ts';
import { checksPaused } from '../../checking/pauses.ts';
import type { Institution } from '../../institutions/institution.ts';
import type { Node } from '../../nodes/node.ts';
import type { Unplaced } from '../../nodes/place.ts';
import type { ActorContext, Behavior, CodedError, Ref } from '../../runtime/index.ts';
import { isForLater, protocol, reasonOf } from '../../runtime/index.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import type { SectionCheckerMessage } from './section-checker.ts';

export type SchedulerMessage =
  /** Something new may be due or allowed, because of a watch, a replay, a pause or its end. */
  | { type: 'wake' }
  /** A look that somebody waits for. */
  | { type: 'look'; what: LookTarget; by: Asker; replyTo: Ref<LookReply> }
  | { type: 'run-cycle'; replyTo: Ref<RunCycleReply> }
  /** Another node was asked for a cycle. */
  | { type: 'join-cycle' }
  /** What another node had leased is free. */
  | { type: 'node-gone' }
  | { type: 'current-pace'; sections: string[]; replyTo: Ref<PaceReport> }
  | { type: 'current-cycle'; replyTo: Ref<{ cycle: Cycle | null }> }
  | JobHeld;

const accepts = protocol<SchedulerMessage>({
  wake: {},
  look: { what: 'object', by: 'object', replyTo: 'ref' },
  'run-cycle': { replyTo: 'ref' },
  'join-cycle': {},
  'node-gone': {},
  'current-cycle': { replyTo: 'ref' },
  'current-pace': { sections: 'array', replyTo: 'ref' },
  held: { jobId: 'string', requests: 'number' },
  doubted: { jobId: 'string', requests: 'number' },
});

type Internal =
  SchedulerMessage | { type: 'turn' } | { type: 'renew-leases' } | { type: 'looked'; job: LookJob; result: JobResult };

/** The parts of the node that it uses. */
export interface SchedulerNode extends Pick<Node, 'id' | 'config' | 'store'> {
  readonly members: Pick<Node['members'], 'all'>;
  readonly sources: Pick<Node['sources'], 'host'>;
  readonly tools: Pick<Node['tools'], 'tracer'>;
}

export interface SchedulerOwn {
  institution: Institution;
  checker: Ref<SectionCheckerMessage>;
}

export function schedulerSpec(node: SchedulerNode, own: SchedulerOwn): Unplaced<Internal> {
  return { type: 'actor', accepts, start: (context: ActorContext<Internal>) => new Scheduler(context, node, own) };
}

/** Longest time between turns: another process may have changed something. */
const IDLE_TURN_MS = 15_000;
/** Time limit for an answer. It is long, because a job may be held back and then looked at again. */
const ANSWERED_WITHIN_MS = 3_600_000;

class Scheduler implements Behavior<Internal> {
  readonly #context: ActorContext<Internal>;
  readonly #node: SchedulerNode;
  readonly #institution: string;
  readonly #checker: Ref<SectionCheckerMessage>;
  readonly #work: Workload;
  /** The reason while checks are paused, otherwise undefined. */
  #paused: CodedError | undefined;

  constructor(context: ActorContext<Internal>, node: SchedulerNode, { institution, checker }: SchedulerOwn) {
    this.#context = context;
    this.#node = node;
    this.#institution = institution.id;
    this.#checker = checker;
    const { config, store, members, sources, tools } = node;
    const { budgetPerMinute: perMinute, intervalMs, leaseMs, schedule, stalenessMs } = config.checking;
    const { clock, log } = context;
    const own = { host: sources.host, perStudent: config.maxWatchesPerUser, jobTimeoutMs: 3 * lookTimeoutMs(config) };
    this.#work = new Workload({
      institution,
      node: node.id,
      store,
      nodes: () => members.all,
      schedule,
      limits: { ...own, perMinute, intervalMs, stalenessMs, leaseMs },
      clock,
      log,
      tracer: tools.tracer,
      ask: (job) => this.#ask(job),
    });
    context.schedule('turn', 0, { type: 'wake' });
    context.schedule('renew-leases', leaseMs / 3, { type: 'renew-leases' });
  }

  /** Does not fail if the store is unavailable: leases are kept, and work goes on when the store is back. */
  async receive(message: Internal): Promise<void> {
    try {
      await this.#handle(message);
    } catch (error) {
      if (!isForLater(error)) throw error;
      const failure = { code: codeOf(error), message: error.message };
      const fields = { institution: this.#institution, code: failure.code, reason: failure.message };
      this.#context.log.warn(fields, 'checking waits');
      this.#context.schedule('turn', this.#work.storeAway(error), { type: 'turn' });
      if (message.type === 'run-cycle') this.#context.tell(message.replyTo, { outcome: 'failed', ...failure });
    }
  }

  async #handle(message: Internal): Promise<void> {
    switch (message.type) {
      case 'wake':
        await this.#readPauses();
        this.#work.feed.hurry();
        return this.#turn();
      case 'turn':
        return this.#turn();
      case 'look':
        return this.#look(message);
      case 'run-cycle':
        await this.#runCycle(message.replyTo);
        return this.#turnSoon();
      case 'join-cycle':
        if (this.#paused === undefined && !this.#work.rounds.isAskedFor) await this.#work.joinCycle();
        return this.#turn();
      case 'node-gone':
        this.#work.chooser.endHolds();
        return this.#turn();
      case 'current-pace':
        return this.#context.tell(
          message.replyTo,
          this.#work.chooser.report(message.sections, this.#context.clock.monotonic()),
        );
      case 'current-cycle':
        return this.#context.tell(message.replyTo, { cycle: this.#work.rounds.cycle });
      case 'looked':
        await this.#work.looked(message.job, message.result);
        return this.#turn();
      case 'held':
        this.#work.dispatch.held(message.jobId, message.requests);
        return this.#turn();
      case 'doubted':
        this.#work.doubted(message.jobId, message.requests);
        return this.#turn();
      case 'renew-leases':
        return this.#renewLeases();
      default:
        return message satisfies never;
    }
  }

  /** Gives all leases back at once instead of letting them lapse. */
  async stop(): Promise<void> {
    await this.#work.jobs.giveBackAll();
  }

  /** Schedules a turn as a separate message, so that an error in it does not affect an asker already answered. */
  #turnSoon(): void {
    this.#context.schedule('turn', 0, { type: 'turn' });
  }

  /** Does what can be done now, and schedules the next turn. */
  async #turn(): Promise<void> {
    if (this.#paused !== undefined) await this.#work.abandon(this.#paused);
    else {
      await this.#work.feed.refresh();
      await this.#work.dispatch.fill();
    }
    this.#work.rounds.endIfOver();
    const waitMs = this.#paused === undefined ? this.#work.dispatch.waitMs() : null;
    this.#context.schedule('turn', Math.min(IDLE_TURN_MS, waitMs ?? IDLE_TURN_MS), { type: 'turn' });
  }

  #ask(job: LookJob): void {
    const asked = this.#context.ask<SectionCheckerMessage, JobResult>(
      this.#checker,
      (replyTo) => ({ type: 'look', job, scheduler: this.#context.self, replyTo }),
      ANSWERED_WITHIN_MS,
    );
    this.#context.pipeToSelf(
      asked,
      (result) => ({ type: 'looked', job, result }),
      (error) => ({ type: 'looked', job, result: unanswered(codeOf(error), reasonOf(error)) }),
    );
  }

  #look({ what, by, replyTo }: SchedulerMessage & { type: 'look' }): void {
    const answer = (reply: LookReply): void => this.#context.tell(replyTo, reply);
    if (this.#paused !== undefined)
      return answer({ outcome: 'unseen', code: codeOf(this.#paused), message: this.#paused.message });
    // A refused client causes no turn, so that a flood causes no work.
    if (this.#work.add({ what, by, answer })) this.#turnSoon();
  }

  async #runCycle(replyTo: Ref<RunCycleReply>): Promise<void> {
    if (this.#paused !== undefined) return this.#context.tell(replyTo, { outcome: 'paused' });
    if (this.#work.rounds.isAskedFor) return this.#context.tell(replyTo, { outcome: 'running' });
    this.#context.tell(replyTo, { outcome: 'started', cycle: await this.#work.runCycle() });
  }

  async #renewLeases(): Promise<void> {
    this.#context.schedule('renew-leases', this.#node.config.checking.leaseMs / 3, { type: 'renew-leases' });
    await this.#work.jobs.renew();
    await this.#readPauses();
    await this.#work.giveUpLost();
  }

  async #readPauses(): Promise<void> {
    this.#paused = await checksPaused(this.#node.store.pauses, this.#institution);
  }
}
