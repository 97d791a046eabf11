/**
 * The e-mail channel: delivers pending notifications, retries, gives up into dead letters. Address `notifying/email`.
 */
import { notifyError } from '../../notify/errors.ts';
import type { ActorContext, ActorSpec, Behavior, BreakerOptions, Permit, Ref } from '../../runtime/index.ts';
import { Breaker, CodedError, reasonOf, runtimeError, unknownMessage, within } from '../../runtime/index.ts';
import type { Channel } from '../../notify/channel.ts';
import type { CourierOptions } from '../../notify/courier.ts';
import { Claims } from '../../notify/claims.ts';
import { Courier } from '../../notify/courier.ts';
import type { Lease } from '../../notify/leases.ts';
import { Leases } from '../../notify/leases.ts';
import { sendInsistently } from '../../notify/send-insistently.ts';

type Mail = Parameters<Channel['send']>[0];

export type EmailMessage =
  | { type: 'wake' }
  /** A mail outside the notification store, such as a sign-in link. */
  | { type: 'send'; mail: Mail; replyTo: Ref<SendReply> };

export type SendReply = { outcome: 'sent' } | { outcome: 'failed'; code: string; message: string };

/** These carry nothing: a forged one can make the actor look, never make it send. */
type Internal = { type: 'proceed' } | { type: 'prolong' };

export const EMAIL_PATH = 'notifying/email';

export interface EmailOptions extends Omit<CourierOptions, 'channel' | 'leases'> {
  /** Called once in each life of the actor, which closes it. */
  openChannel: () => Channel;
  breaker: BreakerOptions;
}

const SHORTEST_REST_MS = 1_000;
/** How long a stop waits for what is under way; well under the time the supervisor gives. */
const STOP_MS = 6_000;
/** How often, while the breaker is open, to look for what has waited too long. */
const PUT_OFF_MS = 15_000;

export function emailSpec(options: EmailOptions): ActorSpec<EmailMessage | Internal> {
  return { id: 'email', type: 'actor', start: (context) => new Email(context, options), shutdownMs: 10_000 };
}

class Email implements Behavior<EmailMessage | Internal> {
  readonly #context: ActorContext<EmailMessage | Internal>;
  readonly #options: EmailOptions;
  readonly #channel: Channel;
  readonly #breaker: Breaker;
  readonly #courier: Courier;
  readonly #claims: Claims;
  readonly #handingOver: Leases;
  /** All that must end before the actor has stopped. */
  readonly #running = new Set<Promise<void>>();
  #claiming = false;
  /** The store may hold more than was claimed. */
  #more = false;

  constructor(context: ActorContext<EmailMessage | Internal>, options: EmailOptions) {
    this.#context = context;
    this.#options = options;
    this.#channel = options.openChannel();
    this.#breaker = new Breaker('e-mail', context.clock, options.breaker);
    this.#handingOver = new Leases(options.notifications, options.owner, options.leaseMs, context.clock);
    const delivering = { ...options, channel: this.#channel, leases: this.#handingOver };
    this.#claims = new Claims(delivering, context.clock);
    this.#courier = new Courier(delivering, context.clock, context.log);
    context.schedule('wake', 0, { type: 'wake' });
    context.schedule('prolong', options.leaseMs / 3, { type: 'prolong' });
  }

  receive(message: EmailMessage | Internal): void {
    switch (message.type) {
      case 'wake':
        this.#more = true;
        return this.#proceed();
      case 'proceed':
        return this.#proceed();
      case 'prolong':
        return this.#prolong();
      case 'send':
        return this.#send(message.mail, message.replyTo);
      default:
        return unknownMessage(message);
    }
  }

  inspect() {
    const { state } = this.#breaker;
    const { trouble } = this.#courier;
    return { breaker: state, ...(state !== 'closed' && trouble !== undefined && { lastError: trouble }) };
  }

  /** What hangs is given up after a while: whether it was handed over is then not known, and it is looked at again. */
  async stop(): Promise<void> {
    const { clock } = this.#context;
    const ended = this.#ended();
    await within(clock, STOP_MS, ended, () =>
      runtimeError('RUNTIME_CALL_TIMEOUT', { name: 'the mail server', timeoutMs: STOP_MS }),
    ).catch((error: unknown) => {
      this.#context.log.warn(
        { reason: reasonOf(error), underWay: this.#handingOver.size },
        'mails under way are given up',
      );
    });
    await this.#channel.close();
    await ended;
  }

  async #ended(): Promise<void> {
    do {
      this.#release();
      await Promise.all(this.#running);
      // a claim that was under way may have brought more
    } while (this.#claims.size > 0);
  }

  /** Starts what can be started: hand-overs while there is room, then a claim. */
  #proceed(): void {
    while (this.#claims.size > 0 && this.#hasRoom) {
      if (!this.#claims.isFresh) {
        this.#release();
        this.#more = true;
        return;
      }
      const permit = this.#admit();
      if (permit === undefined) return this.#putOff();
      this.#handOver(this.#claims.next(), permit);
    }
    if (this.#claiming || !this.#hasRoom) return;
    if (this.#more) this.#claim();
    else this.#rest();
  }

  get #hasRoom(): boolean {
    return this.#handingOver.size < this.#channel.concurrency;
  }

  #claim(): void {
    this.#claiming = true;
    this.#more = false;
    this.#run(
      this.#claims
        .claim()
        .then(() => {
          this.#more ||= this.#claims.size > 0;
        })
        .finally(() => {
          this.#claiming = false;
        }),
    );
  }

  #handOver(lease: Lease, permit: Permit): void {
    this.#run(this.#courier.handOver(lease, permit).finally(() => this.#handingOver.delete(lease)));
  }

  #admit(): Permit | undefined {
    try {
      return this.#breaker.admit();
    } catch (error) {
      this.#context.log.debug({ reason: reasonOf(error) }, 'mails wait');
      return undefined;
    }
  }

  /** The breaker refuses: what was claimed goes back as it was, unless it has waited too long already. */
  #putOff(): void {
    const late = this.#claims.takeLate(this.#options.patience.giveUpMs);
    this.#release();
    for (const bundle of late)
      this.#run(this.#courier.giveUp(bundle, this.#courier.trouble ?? 'the mail server is down'));
    // Behind those that are late there may be more.
    this.#more = late.length > 0;
    if (!this.#more) this.#rest();
  }

  #release(): void {
    if (this.#claims.size > 0) this.#run(this.#claims.release());
  }

  /** A hand-over can take longer than a lease. */
  #prolong(): void {
    void this.#track(this.#handingOver.prolong());
    this.#context.schedule('prolong', this.#options.leaseMs / 3, { type: 'prolong' });
  }

  /** Nothing can be done until the next one is due, or the breaker lets calls through. */
  #rest(): void {
    const wakeIn = (pauseMs: number) => this.#context.schedule('wake', pauseMs, { type: 'wake' });
    if (this.#breaker.state === 'open') return wakeIn(Math.min(PUT_OFF_MS, this.#breaker.remainingMs));
    const rest = async () => {
      const dueInMs = await this.#options.notifications.nextDueInMs(this.#channel.name);
      if (dueInMs !== null) wakeIn(Math.max(SHORTEST_REST_MS, dueInMs));
    };
    void this.#track(
      rest().catch((error: unknown) => {
        wakeIn(SHORTEST_REST_MS);
        throw error;
      }),
    );
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

  /** Goes on when `work` has ended, however it ended: what failed is found in the store again. */
  #run(work: Promise<unknown>): void {
    const next = (): Internal => ({ type: 'proceed' });
    this.#context.pipeToSelf(this.#track(work), next, next);
  }

  /** Never rejects. */
  #track(work: Promise<unknown>): Promise<void> {
    const done = work
      .then(
        () => undefined,
        (error: unknown) => {
          this.#context.log.warn({ reason: reasonOf(error) }, 'delivering was interrupted');
        },
      )
      .finally(() => this.#running.delete(done));
    this.#running.add(done);
    return done;
  }
}
