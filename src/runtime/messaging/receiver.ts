/**
 * Receives the messages for one actor: opens and checks them, keeps them in a bounded mailbox and passes them on one at
 * a time. A message that does not reach the actor becomes a dead letter; an ask is refused.
 */
import { errorOf, runtimeError } from '../errors.ts';
import type { Clock } from '../clock.ts';
import { Mailbox } from './mailbox.ts';
import { kindOf, type Messenger } from './messenger.ts';
import type { Accepts } from './protocol.ts';

export interface ReceiverOptions {
  address: string;
  mailboxCapacity: number;
  accepts: Accepts;
  messenger: Messenger;
  clock: Clock;
  /** Handles one message. */
  handle: (body: unknown) => void | Promise<void>;
  /** Called when `handle` throws or rejects. */
  onFailure: (error: Error) => void;
}

interface Delivery {
  body: unknown;
  /** The address for the answer, if it is an ask. */
  replyTo?: string | undefined;
  /** Monotonic time when the ask times out. */
  until?: number | undefined;
  /** Monotonic time when it came. */
  since: number;
}

export class Receiver {
  readonly #options: ReceiverOptions;
  readonly #mailbox: Mailbox<Delivery>;
  #inHand: Delivery | undefined;

  constructor(options: ReceiverOptions) {
    this.#options = options;
    this.#mailbox = new Mailbox(options.mailboxCapacity, (delivery) => this.#handle(delivery));
  }

  get waiting(): number {
    return this.#mailbox.length;
  }

  /** Milliseconds that the oldest message has waited. */
  get oldest(): { oldestMs?: number } {
    const delivery = this.#mailbox.oldest;
    if (delivery === undefined) return {};
    return { oldestMs: Math.round(this.#options.clock.monotonic() - delivery.since) };
  }

  /** Starts to pass messages on. */
  open(): void {
    this.#mailbox.open();
  }

  receive(topic: string, payload: string): void {
    const { address, accepts, mailboxCapacity, messenger, clock } = this.#options;
    const envelope = messenger.read(topic, payload);
    if (envelope === undefined) return;
    const { body, replyTo, waitMs } = envelope;
    if (!accepts(body)) {
      messenger.deadLetter('unknown-type', address, kindOf(envelope));
      return messenger.refuse(envelope, runtimeError('RUNTIME_MESSAGE_UNKNOWN', { address, type: kindOf(envelope) }));
    }
    const since = clock.monotonic();
    const until = waitMs === undefined ? undefined : since + waitMs;
    if (this.#mailbox.offer({ body, replyTo, until, since })) return;
    messenger.deadLetter('mailbox-full', address, kindOf(envelope));
    messenger.refuse(envelope, runtimeError('RUNTIME_MAILBOX_FULL', { address, capacity: mailboxCapacity }));
  }

  /** Takes a message of the actor to itself. It is not checked and not limited by the mailbox capacity. */
  receiveOwn(body: unknown): void {
    if (!this.#mailbox.put({ body, since: this.#options.clock.monotonic() })) {
      this.#options.messenger.deadLetter('dropped', this.#options.address, kindOf({ body }));
    }
  }

  /** Stops passing messages on. Drops those that are still waiting. */
  close(): void {
    const { address, messenger } = this.#options;
    for (const delivery of this.#mailbox.close()) {
      messenger.deadLetter('dropped', address, kindOf(delivery));
      messenger.refuse(delivery, runtimeError('RUNTIME_ACTOR_DEAD', { address }));
    }
  }

  /** Resolves when no message is being handled. */
  idle(): Promise<void> {
    return this.#mailbox.idle();
  }

  /** Abandons the message being handled, which takes too long. If it is an ask, it is refused. */
  abandon(): void {
    const { address, messenger } = this.#options;
    if (this.#inHand !== undefined) messenger.refuse(this.#inHand, runtimeError('RUNTIME_ACTOR_DEAD', { address }));
  }

  #handle(delivery: Delivery): Promise<void> | undefined {
    const { address, messenger, clock, handle } = this.#options;
    if (delivery.until !== undefined && clock.monotonic() > delivery.until) {
      messenger.deadLetter('expired', address, kindOf(delivery));
      return undefined;
    }
    this.#inHand = delivery;
    try {
      const unfinished = handle(delivery.body);
      if (unfinished !== undefined) return this.#finish(unfinished, delivery);
    } catch (error) {
      this.#fail(delivery, error);
    }
    this.#inHand = undefined;
    return undefined;
  }

  async #finish(unfinished: Promise<void>, delivery: Delivery): Promise<void> {
    try {
      await unfinished;
    } catch (error) {
      this.#fail(delivery, error);
    }
    this.#inHand = undefined;
  }

  #fail(delivery: Delivery, error: unknown): void {
    const { address, messenger, onFailure } = this.#options;
    messenger.refuse(delivery, runtimeError('RUNTIME_ACTOR_DEAD', { address }));
    onFailure(errorOf(error));
  }
}
