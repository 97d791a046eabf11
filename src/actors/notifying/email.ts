/** The e-mail channel: delivers pending notifications and retries them. Address `notifying/email`. */
import { notifyError } from '../../notify/errors.ts';
import type { Unplaced } from '../../nodes/place.ts';
import type { ActorContext, Behavior, Ref } from '../../runtime/index.ts';
import { CodedError, protocol, reasonOf } from '../../runtime/index.ts';
import type { MailChannel } from '../../notify/channel.ts';
import type { Mail, MailSeal } from '../../notify/mail-seal.ts';
import { sendInsistently } from '../../notify/send-insistently.ts';
import type { DeliveringMessage, DeliveringNode, DeliveringOptions } from './delivering.ts';
import { Delivering, deliveringOptions, SHUTDOWN_MS } from './delivering.ts';

export type EmailMessage =
  | { type: 'wake' }
  /** A mail that is not in the notification store, such as a sign-in link. It is sealed (see `MailSeal`). */
  | { type: 'send'; mail: string; replyTo: Ref<SendReply> };

export type SendReply = { outcome: 'sent' } | { outcome: 'failed'; code: string; message: string };

/** A forged one can make the actor look at the store, but never make it send. */
const accepts = protocol<EmailMessage>({ wake: {}, send: { mail: 'string', replyTo: 'ref' } });

export interface EmailOwn {
  /** Called each time the actor starts. The actor closes the channel when it stops. */
  openChannel: () => MailChannel;
  seal: Pick<MailSeal, 'open'>;
}

export function emailSpec(node: DeliveringNode, own: EmailOwn): Unplaced<EmailMessage | DeliveringMessage> {
  const options = deliveringOptions(node, 'email');
  return { type: 'actor', accepts, shutdownMs: SHUTDOWN_MS, start: (context) => new Email(context, options, own) };
}

class Email implements Behavior<EmailMessage | DeliveringMessage> {
  readonly #context: ActorContext<EmailMessage | DeliveringMessage>;
  readonly #channel: MailChannel;
  readonly #seal: EmailOwn['seal'];
  readonly #delivering: Delivering;

  constructor(
    context: ActorContext<EmailMessage | DeliveringMessage>,
    options: DeliveringOptions,
    { openChannel, seal }: EmailOwn,
  ) {
    this.#context = context;
    this.#channel = openChannel();
    this.#seal = seal;
    this.#delivering = new Delivering(context, options, this.#channel);
  }

  receive(message: EmailMessage | DeliveringMessage): void {
    if (message.type === 'send') this.#open(message.mail, message.replyTo);
    else this.#delivering.receive(message);
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
