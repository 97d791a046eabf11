/**
 * Receives the messages of one actor: opens and checks them, keeps them in a bounded mailbox and hands them over one at
 * a time. A message that the actor does not get becomes a dead letter; an ask is refused.
 */
import { runtimeError } from '../errors.ts';
import type { Clock } from '../clock.ts';
import type { Envelope } from './envelope.ts';
import { Mailbox } from './mailbox.ts';
import { kindOf, type Messenger } from './messenger.ts';
import type { Accepts } from './protocol.ts';

export interface ReceiverOptions {
  address: string;
  mailboxCapacity: number;
  accepts: Accepts;
  messenger: Messenger;
  clock: Clock;
  /** Handles one message to its end. */
  handle: (body: unknown) => Promise<void>;
  /** `handle` rejected. */
  onFailure: (error: Error) => void;
}

/** `until`: monotonic time after which nobody waits for the answer. What an actor sends itself is a body alone. */
type Delivery = Pick<Envelope, 'body' | 'replyTo'> & { until?: number };

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

  /** Hands messages on from now on. */
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
    const delivery: Delivery = {
      body,
      ...(replyTo !== undefined && { replyTo }),
      ...(waitMs !== undefined && { until: clock.monotonic() + waitMs }),
    };
    if (this.#mailbox.offer(delivery)) return;
    messenger.deadLetter('mailbox-full', address, kindOf(envelope));
    messenger.refuse(envelope, runtimeError('RUNTIME_MAILBOX_FULL', { address, capacity: mailboxCapacity }));
  }

  /** Takes a message of the actor to itself: not checked, and not bounded by the mailbox. */
  receiveOwn(body: unknown): void {
    if (!this.#mailbox.put({ body })) {
      this.#options.messenger.deadLetter('dropped', this.#options.address, kindOf({ body }));
    }
  }

  /** Hands nothing more on. What is still waiting is dropped. */
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

  /** Gives up the message in hand, which takes too long. If it is an ask, it is refused. */
  abandon(): void {
    const { address, messenger } = this.#options;
    if (this.#inHand !== undefined) messenger.refuse(this.#inHand, runtimeError('RUNTIME_ACTOR_DEAD', { address }));
  }

  async #handle(delivery: Delivery): Promise<void> {
    const { address, messenger, clock, handle, onFailure } = this.#options;
    if (delivery.until !== undefined && clock.monotonic() > delivery.until) {
      messenger.deadLetter('expired', address, kindOf(delivery));
      return;
    }
    this.#inHand = delivery;
    try {
      await handle(delivery.body);
    } catch (error) {
      messenger.refuse(delivery, runtimeError('RUNTIME_ACTOR_DEAD', { address }));
      onFailure(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#inHand = undefined;
    }
  }
}
