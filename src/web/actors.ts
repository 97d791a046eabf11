/** The other actors, as the routes see them: one method for each thing that is asked of them, with how long it may take. */
import { BROWSER_POOL_PATH } from '../actors/browser-pool.ts';
import type { BrowserPoolMessage, PoolStatus } from '../actors/browser-pool.ts';
import { EMAIL_PATH } from '../actors/email.ts';
import type { EmailMessage, SendReply } from '../actors/email.ts';
import { NOTIFIER_PATH } from '../actors/notifier.ts';
import type { NotifierMessage } from '../actors/notifier.ts';
import type { ActorContext } from '../actors/runtime/actor.ts';
import { refTo } from '../actors/runtime/ref.ts';
import type { Ref } from '../actors/runtime/ref.ts';
import { schedulerPath } from '../actors/scheduler.ts';
import type { Cycle, LookReply, RunCycleReply, SchedulerMessage } from '../actors/scheduler.ts';

type LookTarget = Extract<SchedulerMessage, { type: 'look' }>['what'];
export type Mail = Extract<EmailMessage, { type: 'send' }>['mail'];

const QUICK_MS = 3_000;
/** A first look may wait for the request budget and then for a browser. */
const LOOK_MS = 90_000;
const MAIL_MS = 60_000;

export class Actors {
  readonly #context: Pick<ActorContext<never>, 'ask' | 'tell'>;
  readonly #node: string;
  readonly #institutions: readonly string[];

  constructor(context: Pick<ActorContext<never>, 'ask' | 'tell'>, node: string, institutions: readonly string[]) {
    this.#context = context;
    this.#node = node;
    this.#institutions = institutions;
  }

  look(institution: string, what: LookTarget): Promise<LookReply> {
    return this.#askScheduler(institution, (replyTo) => ({ type: 'look', what, replyTo }), LOOK_MS);
  }

  runCycle(institution: string): Promise<RunCycleReply> {
    return this.#askScheduler(institution, (replyTo) => ({ type: 'run-cycle', replyTo }), QUICK_MS);
  }

  currentCycle(institution: string): Promise<{ cycle: Cycle | null }> {
    return this.#askScheduler(institution, (replyTo) => ({ type: 'current-cycle', replyTo }), QUICK_MS);
  }

  poolStatus(): Promise<PoolStatus> {
    return this.#context.ask<BrowserPoolMessage, PoolStatus>(refTo(this.#node, BROWSER_POOL_PATH), (replyTo) => ({ type: 'status', replyTo }), QUICK_MS);
  }

  sendMail(mail: Mail): Promise<SendReply> {
    return this.#context.ask<EmailMessage, SendReply>(refTo(this.#node, EMAIL_PATH), (replyTo) => ({ type: 'send', mail, replyTo }), MAIL_MS);
  }

  /** Something may be due or allowed that was not. */
  wakeScheduler(institution: string): void {
    this.#context.tell(this.#scheduler(institution), { type: 'wake' });
  }

  wakeSchedulers(): void {
    for (const institution of this.#institutions) this.wakeScheduler(institution);
  }

  wakeNotifying(): void {
    this.#context.tell<NotifierMessage>(refTo(this.#node, NOTIFIER_PATH), { type: 'wake' });
    this.#context.tell<EmailMessage>(refTo(this.#node, EMAIL_PATH), { type: 'wake' });
  }

  #askScheduler<Reply>(institution: string, request: (replyTo: Ref<Reply>) => SchedulerMessage, timeoutMs: number): Promise<Reply> {
    return this.#context.ask<SchedulerMessage, Reply>(this.#scheduler(institution), request, timeoutMs);
  }

  #scheduler(institution: string): Ref<SchedulerMessage> {
    return refTo(this.#node, schedulerPath(institution));
  }
}
