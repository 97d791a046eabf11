/** Stand-ins for the actors that the web actor talks to. */
import type { BrowserPoolMessage } from '../../src/actors/checking/browsers/pool.ts';
import type { PoolStatus } from '../../src/checking/looking/pooled-browser.ts';
import type { SchedulerMessage } from '../../src/actors/checking/scheduler.ts';
import type { MembershipMessage } from '../../src/actors/membership.ts';
import type { Order } from '../../src/nodes/order.ts';
import type { PaceReport } from '../../src/checking/choosing/pace-report.ts';
import type { RunCycleReply } from '../../src/checking/claiming/cycle.ts';
import type { EmailMessage, SendReply } from '../../src/actors/notifying/email.ts';
import type { NotifierMessage } from '../../src/actors/notifying/notifier.ts';
import type { Cycle } from '../../src/checking/claiming/cycle.ts';
import type { LookReply } from '../../src/checking/claiming/waiting-looks.ts';
import { MailSeal } from '../../src/notify/mail-seal.ts';
import type { ActorContext, ActorSpec } from '../../src/runtime/index.ts';
import type { ManualClock } from '../../src/runtime/testing/index.ts';

type Look = Extract<SchedulerMessage, { type: 'look' }>;

/** Records what the stand-ins were sent, and sets what they answer. */
export class Neighbours {
  readonly looks: Look['what'][] = [];
  /** The client or student who requested each look. */
  readonly askers: Look['by'][] = [];
  readonly #seal: MailSeal;
  readonly mails: { to: string; subject: string; text: string; html: string }[] = [];
  /** The actors woken, in order: `scheduler`, `notifier` or `email`. */
  readonly woken: string[] = [];
  /** If undefined, the look never ends. */
  onLook: ((what: Look['what']) => LookReply | Promise<LookReply>) | undefined = () => ({ outcome: 'not-found' });
  runCycle: RunCycleReply = { outcome: 'running' };
  cycle: Cycle | null = null;
  pace: PaceReport = {
    askedPerMinute: 20,
    allowedPerMinute: 60,
    intervalMs: 300_000,
    resultingMs: 300_000,
    watched: 0,
    unknown: 0,
    overdue: 0,
    sections: [],
  };
  /** Ids of the other nodes. */
  others: string[] = [];
  answerCycle = (answer: (reply: { cycle: Cycle | null }) => void): void => answer({ cycle: this.cycle });
  pool: PoolStatus = { total: 2, available: 1, busy: 1, queued: 0, overloaded: false, ready: true };
  /** If undefined, the mail server never answers. */
  mailReply: SendReply | undefined = { outcome: 'sent' };

  /** Orders of operators, and whether they can be carried out. */
  readonly orders: Order[] = [];
  canDo = true;

  constructor(sessionSecret: string) {
    this.#seal = new MailSeal(sessionSecret);
  }

  membership(): ActorSpec<MembershipMessage> {
    return standIn<MembershipMessage>('membership', (message, context) => {
      if (message.type !== 'order') return;
      this.orders.push(message.order);
      context.tell(message.replyTo, { done: this.canDo });
    });
  }

  specs(): [
    ActorSpec<SchedulerMessage>,
    ActorSpec<BrowserPoolMessage>,
    ActorSpec<NotifierMessage>,
    ActorSpec<EmailMessage>,
  ] {
    return [
      standIn<SchedulerMessage>('scheduler', async (message, context) => {
        if (message.type === 'wake') this.woken.push('scheduler');
        if (message.type === 'look') {
          this.looks.push(message.what);
          this.askers.push(message.by);
          if (this.onLook !== undefined) context.tell(message.replyTo, await this.onLook(message.what));
        }
        if (message.type === 'run-cycle') context.tell(message.replyTo, this.runCycle);
        if (message.type === 'current-pace') {
          const sections = this.pace.sections.filter(({ section }) => message.sections.includes(section));
          context.tell(message.replyTo, { ...this.pace, sections });
        }
        if (message.type === 'current-cycle') this.answerCycle((cycle) => context.tell(message.replyTo, cycle));
      }),
      standIn<BrowserPoolMessage>('pool', (message, context) => {
        if (message.type === 'status') context.tell(message.replyTo, this.pool);
      }),
      standIn<NotifierMessage>('notifier', () => void this.woken.push('notifier')),
      standIn<EmailMessage>('email', (message, context) => {
        if (message.type === 'wake') this.woken.push('email');
        if (message.type !== 'send') return;
        this.mails.push(this.#seal.open(message.mail)!);
        if (this.mailReply !== undefined) context.tell(message.replyTo, this.mailReply);
      }),
    ];
  }
}

function standIn<Message>(
  id: string,
  receive: (message: Message, context: ActorContext<Message>) => void | Promise<void>,
): ActorSpec<Message> {
  return {
    type: 'actor',
    id,
    accepts: () => true,
    start: (context) => ({ receive: (message) => receive(message, context) }),
  };
}

/** Returns the token in the newest mail. */
export async function linkToken({ mails }: Neighbours, clock: ManualClock): Promise<string> {
  await clock.advance(0);
  return /sign-in\?token=([\w-]+)/.exec(mails.at(-1)!.text)![1]!;
}
