/** The e-mail channel: delivers pending notifications and retries them. Address `notifying/email`. */
import { notifyError } from '../../notify/errors.ts';
import type { Unplaced } from '../../nodes/place.ts';
import type { ActorContext, Behavior, Ref } from '../../runtime/index.ts';
import { CodedError, protocol, reasonOf } from '../../runtime/index.ts';
import type { MailChannel } from '../../notify/channel.ts';
import type { Mail, MailSeal } from '../../notify/mail-seal.ts';
import { sendWithRetries } from '../../notify/send-with-retries.ts';
import type { NotificationStore } from '../../store/notifications.ts';
import type { DeliveringMessage, DeliveringNode, DeliveringOptions } from './delivering.ts';
import { Delivering, deliveringOptions, SHUTDOWN_MS } from './delivering.ts';

export type EmailMessage =
  | { type: 'wake' }
  /** A mail that is not in the notification store, such as a sign-in link. It is sealed (see `MailSeal`). */
  | { type: 'send'; mail: string; replyTo: Ref<SendReply> };

type Internal = EmailMessage | DeliveringMessage | { type: 'probe' };

export type SendReply = { outcome: 'sent' } | { outcome: 'failed'; code: string; message: string };

/** A forged one can make the actor look at the store, but never make it send. */
const accepts = protocol<EmailMessage>({ wake: {}, send: { mail: 'string', replyTo: 'ref' } });

/** Milliseconds between a mail that was not accepted, or a probe, and the next probe. */
const PROBE_MS = 5_000;

export interface EmailOwn {
  /** Called each time the actor starts. The actor closes the channel when it stops. */
  openChannel: () => MailChannel;
  seal: Pick<MailSeal, 'open'>;
}

export function emailSpec(node: DeliveringNode, own: EmailOwn): Unplaced<Internal> {
  const options = deliveringOptions(node, 'email');
  return { type: 'actor', accepts, shutdownMs: SHUTDOWN_MS, start: (context) => new Email(context, options, own) };
}

class Email implements Behavior<Internal> {
  readonly #context: ActorContext<Internal>;
  readonly #channel: MailChannel;
  readonly #seal: EmailOwn['seal'];
  readonly #delivering: Delivering;
  readonly #notifications: Pick<NotificationStore, 'nextDueInMs'>;
  /** Mails outside the store that are being tried. */
  #underWay = 0;

  constructor(context: ActorContext<Internal>, options: DeliveringOptions, { openChannel, seal }: EmailOwn) {
    this.#context = context;
    this.#channel = openChannel();
    this.#seal = seal;
    this.#delivering = new Delivering(context, options, this.#channel);
    this.#notifications = options.notifications;
  }

  receive(message: Internal): void {
    if (message.type === 'send') return this.#open(message.mail, message.replyTo);
    if (message.type === 'probe') return this.#probe();
    this.#delivering.receive(message);
    if (this.breaker.state !== 'closed') this.#probeLater();
  }

  get breaker() {
    return this.#delivering.breaker;
  }

  inspect() {
    return this.#delivering.inspect();
  }

  stop(): Promise<void> {
    return this.#delivering.stop();
  }

  #open(sealed: string, replyTo: Ref<SendReply>): void {
    const mail = this.#seal.open(sealed);
    if (mail === undefined)
      this.#context.log.warn({}, 'a mail that no process of this installation sealed was ignored');
    else this.#send(mail, replyTo);
  }

  #send(mail: Mail, replyTo: Ref<SendReply>): void {
    const { clock, log } = this.#context;
    this.#underWay += 1;
    const sending = sendWithRetries({ send: (each) => this.#attempt(each) }, mail, clock);
    sending
      .finally(() => (this.#underWay -= 1))
      .then(
        () => this.#context.tell(replyTo, { outcome: 'sent' }),
        (error: unknown) => {
          const { code, message } =
            error instanceof CodedError ? error : notifyError('PMC_MAIL_FAILED', { reason: reasonOf(error) }, error);
          log.warn({ code, reason: message }, 'a mail was not sent');
          this.#context.tell(replyTo, { outcome: 'failed', code, message });
        },
      );
  }

  /** A sign-in link that is not accepted shows that mail is down, too. */
  async #attempt(mail: Mail): Promise<void> {
    const { record } = this.#delivering;
    try {
      await this.#channel.send(mail);
      record.succeeded();
    } catch (error) {
      const isRefused = error instanceof CodedError && error.next === 'never';
      if (!isRefused) {
        record.failed(reasonOf(error));
        this.#probeLater();
      }
      throw error;
    }
  }

  /** No other mail may follow for hours, so we look ourselves whether the server is back. */
  #probe(): void {
    const { record, breaker } = this.#delivering;
    if (record.calls.failures === 0 && breaker.state === 'closed') return;
    if (this.#underWay > 0 || breaker.state === 'open') return this.#probeLater();
    this.#reach()
      .catch((error: unknown) => this.#context.log.debug({ reason: reasonOf(error) }, 'the mail server is not back'))
      .finally(() => this.#probeLater());
  }

  /** Rejects while the server cannot be reached. A half-open breaker takes as many probes as it takes deliveries. */
  async #reach(): Promise<void> {
    const { record, breaker } = this.#delivering;
    if (breaker.state === 'half-open') {
      // The delivery of what waits says more than a probe.
      if ((await this.#notifications.nextDueInMs('email')) !== null) return;
      await breaker.call(() => this.#channel.verify());
    } else await this.#channel.verify();
    if (breaker.state === 'closed') record.succeeded();
  }

  #probeLater(): void {
    this.#context.schedule('probe', PROBE_MS, { type: 'probe' });
  }
}
