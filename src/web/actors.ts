/** The other actors as the routes see them: one method per request, each with its timeout. */
import { cycleOf } from '../actors/checking/ask-cycle.ts';
import { places } from '../actors/places.ts';
import type { BrowserPoolMessage } from '../actors/checking/browsers/pool.ts';
import type { PoolStatus } from '../checking/looking/pooled-browser.ts';
import type { PaceReport } from '../checking/choosing/pace-report.ts';
import type { Cycle } from '../checking/claiming/cycle.ts';
import type { EmailMessage, SendReply } from '../actors/notifying/email.ts';
import type { StudentsChannelMessage, TestReply } from '../actors/notifying/students-channel.ts';
import type { Mail } from '../notify/mail-seal.ts';
import { MailSeal } from '../notify/mail-seal.ts';
import type { MembershipMessage } from '../actors/membership.ts';
import type { Order } from '../nodes/order.ts';
import type { ActorContext, Ref } from '../runtime/index.ts';
import { reasonOf } from '../runtime/index.ts';
import type { SchedulerMessage } from '../actors/checking/scheduler.ts';
import type { RunCycleReply } from '../checking/claiming/cycle.ts';
import type { WebNode } from './node.ts';
import type { Asker, LookReply, LookTarget } from '../checking/claiming/waiting-looks.ts';

const QUICK_MS = 3_000;
/** The timeout for other nodes. It is short, because another node may be frozen. */
const OTHERS_MS = 1_000;
/** The timeout for a first look, which may wait for the request budget and then for a browser. */
const LOOK_MS = 90_000;
const MAIL_MS = 60_000;
const TEST_MS = 15_000;

type Context = Pick<ActorContext<never>, 'ask' | 'tell' | 'log'>;

export class Actors {
  readonly #context: Context;
  readonly #node: string;
  readonly #institutions: readonly string[];
  readonly #others: () => readonly string[];
  readonly #seal: MailSeal;

  constructor(
    context: Context,
    { id, sources, members, secrets }: Pick<WebNode, 'id' | 'sources' | 'members' | 'secrets'>,
  ) {
    this.#context = context;
    this.#node = id;
    this.#institutions = sources.institutions.map((institution) => institution.id);
    this.#seal = new MailSeal(secrets.sessionSecret);
    this.#others = () => members.others;
  }

  look(institution: string, what: LookTarget, by: Asker): Promise<LookReply> {
    return this.#askScheduler(institution, (replyTo) => ({ type: 'look', what, by, replyTo }), LOOK_MS);
  }

  /** Runs a cycle on all nodes. */
  async runCycle(institution: string): Promise<RunCycleReply> {
    const reply = await this.#askScheduler<RunCycleReply>(
      institution,
      (replyTo) => ({ type: 'run-cycle', replyTo }),
      QUICK_MS,
    );
    if (reply.outcome === 'started')
      for (const node of this.#others())
        this.#context.tell(places.scheduler(institution).on(node), { type: 'join-cycle' });
    return reply;
  }

  /** Returns the running or last cycle of each node. Other nodes that do not answer are left out. */
  async cycles(): Promise<Cycle[]> {
    const ask: ActorContext<never>['ask'] = (...args) => this.#context.ask(...args);
    const others = this.#others().map((node) =>
      cycleOf(ask, node, this.#institutions, OTHERS_MS).catch((error: unknown) => {
        this.#context.log.debug({ other: node, reason: reasonOf(error) }, 'a node did not report its cycle');
        return undefined;
      }),
    );
    const found = await Promise.all([cycleOf(ask, this.#node, this.#institutions, QUICK_MS), ...others]);
    return found.filter((cycle) => cycle !== undefined);
  }

  /** The pace of an institution's checks and of these sections. */
  pace(institution: string, sections: string[]): Promise<PaceReport> {
    return this.#askScheduler(institution, (replyTo) => ({ type: 'current-pace', sections, replyTo }), QUICK_MS);
  }

  /** Tells a node to do something with a part of it. Returns whether it could; false for a node that is not there. */
  async order(node: string, order: Order): Promise<boolean> {
    if (!this.#nodes.includes(node)) return false;
    const { done } = await this.#context.ask<MembershipMessage, { done: boolean }>(
      places.membership.on(node),
      (replyTo) => ({ type: 'order', order, replyTo }),
      QUICK_MS,
    );
    return done;
  }

  poolStatus(): Promise<PoolStatus> {
    return this.#context.ask<BrowserPoolMessage, PoolStatus>(
      places.pool.on(this.#node),
      (replyTo) => ({ type: 'status', replyTo }),
      QUICK_MS,
    );
  }

  sendMail(mail: Mail): Promise<SendReply> {
    return this.#context.ask<EmailMessage, SendReply>(
      places.email.on(this.#node),
      (replyTo) => ({ type: 'send', mail: this.#seal.seal(mail), replyTo }),
      MAIL_MS,
    );
  }

  /** Sends a test to a browser or webhook of a student. */
  testChannel(type: 'web-push' | 'webhook', userId: string, channelId: string): Promise<TestReply> {
    const place = type === 'webhook' ? places.webhook : places.webPush;
    return this.#context.ask<StudentsChannelMessage, TestReply>(
      place.on(this.#node),
      (replyTo) => ({ type: 'test', userId, channelId, replyTo }),
      TEST_MS,
    );
  }

  /** Wakes a scheduler, because something may have become due or allowed. */
  wakeScheduler(institution: string, node = this.#node): void {
    this.#context.tell(places.scheduler(institution).on(node), { type: 'wake' });
  }

  /** Wakes the schedulers of all nodes, because a stop switch applies to all of them. */
  wakeSchedulers(): void {
    for (const node of this.#nodes) for (const institution of this.#institutions) this.wakeScheduler(institution, node);
  }

  /** Wakes the notifiers and the actors of all channels, on all nodes. */
  wakeNotifying(): void {
    for (const node of this.#nodes) {
      this.#context.tell(places.notifier.on(node), { type: 'wake' });
      this.#context.tell(places.email.on(node), { type: 'wake' });
      for (const place of [places.webPush, places.webhook]) this.#context.tell(place.on(node), { type: 'wake' });
    }
  }

  get #nodes(): string[] {
    return [this.#node, ...this.#others()];
  }

  #askScheduler<Reply>(
    institution: string,
    request: (replyTo: Ref<Reply>) => SchedulerMessage,
    timeoutMs: number,
  ): Promise<Reply> {
    return this.#context.ask<SchedulerMessage, Reply>(places.scheduler(institution).on(this.#node), request, timeoutMs);
  }
}
