/** The e-mail channel: delivers pending notifications and retries them. Address `notifying/email`. */
import { randomUUID } from 'node:crypto';
import { notifyError } from '../../notify/errors.ts';
import type { Node } from '../../nodes/node.ts';
import type { Unplaced } from '../../nodes/place.ts';
import type { ActorContext, Behavior, BreakerOptions, Ref } from '../../runtime/index.ts';
import { Breaker, CodedError, protocol, reasonOf, runtimeError, within } from '../../runtime/index.ts';
import type { Channel } from '../../notify/channel.ts';
import type { CourierOptions, Stage } from '../../notify/courier.ts';
import { Dispatcher } from '../../notify/dispatcher.ts';
import { Leases } from '../../notify/leases.ts';
import { sendInsistently } from '../../notify/send-insistently.ts';

type Mail = Parameters<Channel['send']>[0];

export type EmailMessage =
  | { type: 'wake' }
  /** A mail that is not in the notification store, such as a sign-in link. */
  | { type: 'send'; mail: Mail; replyTo: Ref<SendReply> };

export type SendReply = { outcome: 'sent' } | { outcome: 'failed'; code: string; message: string };

/** These carry no data: a forged one can make the actor look at the store, but never make it send. */
const accepts = protocol<EmailMessage>({ wake: {}, send: { mail: 'object', replyTo: 'ref' } });

type Internal = { type: 'proceed' } | { type: 'prolong' };

/** The parts of the node that this actor uses. */
export interface EmailNode extends Pick<Node, 'id' | 'config'> {
  readonly store: Pick<Node['store'], 'notifications'>;
  readonly tools: {
    readonly random: () => number;
    readonly metrics: {
      readonly notificationSeconds: { observe(labels: { channel: 'email'; stage: Stage }, seconds: number): void };
    };
  };
}

export interface EmailOwn {
  /** Called each time the actor starts. The actor closes the channel when it stops. */
  openChannel: () => Channel;
}

interface EmailOptions extends EmailOwn, Omit<CourierOptions, 'channel' | 'leases'> {
  breaker: BreakerOptions;
}

/** Milliseconds that a stop waits for running hand-overs; well below the limit of the supervisor. */
const STOP_MS = 6_000;

export function emailSpec(
  { id, config, store, tools: { random, metrics } }: EmailNode,
  own: EmailOwn,
): Unplaced<EmailMessage | Internal> {
  const options: EmailOptions = {
    ...own,
    notifications: store.notifications,
    owner: `${id}:${randomUUID()}`,
    leaseMs: config.checking.leaseMs,
    patience: { giveUpMs: config.notifying.giveUpMs, random },
    breaker: { ...config.breaker, callTimeoutMs: config.checking.timeoutMs },
    observe: (stage, seconds) => metrics.notificationSeconds.observe({ channel: 'email', stage }, seconds),
  };
  return { type: 'actor', accepts, shutdownMs: 10_000, start: (context) => new Email(context, options) };
}

class Email implements Behavior<EmailMessage | Internal> {
  readonly #context: ActorContext<EmailMessage | Internal>;
  readonly #leaseMs: number;
  readonly #channel: Channel;
  readonly #breaker: Breaker;
  readonly #leases: Leases;
  readonly #dispatcher: Dispatcher;

  constructor(context: ActorContext<EmailMessage | Internal>, options: EmailOptions) {
    const { clock, log } = context;
    this.#context = context;
    this.#leaseMs = options.leaseMs;
    this.#channel = options.openChannel();
    this.#breaker = new Breaker('e-mail', clock, options.breaker);
    this.#leases = new Leases(options.notifications, options.owner, options.leaseMs, clock);
    const proceed = (): Internal => ({ type: 'proceed' });
    this.#dispatcher = new Dispatcher({ ...options, channel: this.#channel, leases: this.#leases }, this.#breaker, {
      clock,
      log,
      proceedAfter: (work) => context.pipeToSelf(work, proceed, proceed),
      wakeIn: (pauseMs) => context.schedule('wake', pauseMs, { type: 'wake' }),
    });
    context.schedule('wake', 0, { type: 'wake' });
    this.#scheduleProlong();
  }

  receive(message: EmailMessage | Internal): void {
    switch (message.type) {
      case 'wake':
        return this.#dispatcher.wake();
      case 'proceed':
        return this.#dispatcher.proceed();
      case 'prolong':
        this.#dispatcher.prolong();
        return this.#scheduleProlong();
      case 'send':
        return this.#send(message.mail, message.replyTo);
      default:
        return message satisfies never;
    }
  }

  inspect() {
    const { state } = this.#breaker;
    const { trouble } = this.#dispatcher;
    return { breaker: state, ...(state !== 'closed' && trouble !== undefined && { lastError: trouble }) };
  }

  /**
   * Hand-overs that hang are given up after STOP_MS. Whether the server took them is then unknown, so their
   * notifications stay pending.
   */
  async stop(): Promise<void> {
    const { clock, log } = this.#context;
    const stopped = this.#dispatcher.stop();
    await within(clock, STOP_MS, stopped, () =>
      runtimeError('RUNTIME_CALL_TIMEOUT', { name: 'the mail server', timeoutMs: STOP_MS }),
    ).catch((error: unknown) =>
      log.warn({ reason: reasonOf(error), underWay: this.#leases.size }, 'mails under way are given up'),
    );
    await this.#channel.close();
    await stopped;
  }

  #scheduleProlong(): void {
    this.#context.schedule('prolong', this.#leaseMs / 3, { type: 'prolong' });
  }

  #send(mail: Mail, replyTo: Ref<SendReply>): void {
    const { clock, log } = this.#context;
    sendInsistently(this.#channel, mail, clock).then(
      () => this.#context.tell(replyTo, { outcome: 'sent' }),
      (error: unknown) => {
        const { code, message } =
          error instanceof CodedError ? error : notifyError('PMC_MAIL_FAILED', { reason: reasonOf(error) }, error);
        log.warn({ code, reason: message }, 'a mail was not sent');
        this.#context.tell(replyTo, { outcome: 'failed', code, message });
      },
    );
  }
}
