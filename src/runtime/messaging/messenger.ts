/** Sends messages for all actors of one thread: tells, asks and refusals. Receives replies, reports dead letters. */
import { CodedError, reasonOf, runtimeError } from '../errors.ts';
import type { ActorContext } from '../actor.ts';
import type { Clock, Timer } from '../clock.ts';
import type { DeadLetter, DeadLetterReason } from './dead-letters.ts';
import { openEnvelope, sealEnvelope, type Envelope } from './envelope.ts';
import { hasType } from './protocol.ts';
import { refTo, type Ref } from './ref.ts';
import { Topics } from './topics.ts';
import type { Subscription, Transport } from './transport.ts';

export interface MessengerOptions {
  node: string;
  /** Never reused on this node, so that a late answer cannot reach a new ask. */
  thread: string;
  transport: Transport;
  topicRoot: string;
  clock: Clock;
  onDeadLetter: (letter: DeadLetter) => void;
}

interface PendingAsk {
  target: string;
  timer: Timer;
  resolve: (reply: unknown) => void;
  reject: (error: Error) => void;
}

export const REPLIES = 'replies';
/** Longest part of a type to show: a type from outside may have any length. */
const KIND_LENGTH = 64;

export class Messenger implements Pick<ActorContext<never>, 'tell' | 'ask'> {
  readonly topics: Topics;
  readonly #options: MessengerOptions;
  /** By reply address. */
  readonly #pending = new Map<string, PendingAsk>();
  #sent = 0;
  /** Undefined before `open` and after `close`: no answer would arrive. */
  #replies: Subscription | undefined;

  constructor(options: MessengerOptions) {
    this.#options = options;
    this.topics = new Topics(options.topicRoot);
  }

  get transport(): Transport {
    return this.#options.transport;
  }

  async open(): Promise<void> {
    const { node, thread, transport } = this.#options;
    this.#replies = await transport.subscribe(this.topics.of(`${node}/${REPLIES}/${thread}/#`), (topic, payload) =>
      this.#receiveReply(topic, payload),
    );
  }

  /** Rejects all pending asks, and every later one, with RUNTIME_ACTOR_DEAD. */
  async close(): Promise<void> {
    const replies = this.#replies;
    this.#replies = undefined;
    for (const [address, { target }] of this.#pending)
      this.#take(address)?.reject(runtimeError('RUNTIME_ACTOR_DEAD', { address: target }));
    await replies?.close();
  }

  tell<To>(to: Ref<To> | readonly Ref<To>[], message: NoInfer<To>): void {
    const envelope = (address: string): Envelope => ({ v: 1, id: this.#nextId(), to: address, body: message });
    if ('address' in to) return this.#send(envelope(to.address));
    const body = JSON.stringify(message);
    for (const { address } of to) this.#publish(address, sealEnvelope(envelope(address), body));
  }

  ask<const To, Reply>(to: Ref<To>, request: (replyTo: Ref<Reply>) => NoInfer<To>, timeoutMs: number): Promise<Reply> {
    if (this.#replies === undefined) return Promise.reject(runtimeError('RUNTIME_ACTOR_DEAD', { address: to.address }));
    const { node, thread, clock } = this.#options;
    const id = this.#nextId();
    const replyTo = refTo<Reply>(node, `${REPLIES}/${thread}/${id}`);
    return new Promise<Reply>((resolve, reject) => {
      const body = request(replyTo);
      const timer = clock.setTimeout(() => {
        this.#take(replyTo.address)?.reject(runtimeError('RUNTIME_ASK_TIMEOUT', { address: to.address, timeoutMs }));
      }, timeoutMs);
      // the type of the answer follows from replyTo in the request
      this.#pending.set(replyTo.address, {
        target: to.address,
        timer,
        resolve: resolve as (reply: unknown) => void,
        reject,
      });
      const envelope: Envelope = { v: 1, id, to: to.address, replyTo: replyTo.address, waitMs: timeoutMs, body };
      this.#send(envelope, (error) => this.#take(replyTo.address)?.reject(error));
    });
  }

  /** Opens an envelope. If it is invalid, counts a dead letter and returns undefined. */
  read(topic: string, payload: string): Envelope | undefined {
    try {
      return openEnvelope(topic, this.topics.addressOf(topic), payload);
    } catch (error) {
      this.deadLetter('invalid', topic, reasonOf(error));
      return undefined;
    }
  }

  /** If the message was an ask, tells the sender that there will be no answer. */
  refuse(asked: { replyTo?: string | undefined }, error: CodedError): void {
    if (asked.replyTo === undefined) return;
    const { code, next, message } = error;
    this.#send({ v: 1, id: this.#nextId(), to: asked.replyTo, error: { code, next, message } });
  }

  /** Rejects every ask that waits for an answer of this actor, which is gone. */
  targetGone(target: string): void {
    for (const [address, ask] of this.#pending) {
      if (ask.target === target) this.#take(address)?.reject(runtimeError('RUNTIME_ACTOR_DEAD', { address: target }));
    }
  }

  deadLetter(reason: DeadLetterReason, address: string, detail: string): void {
    this.#options.onDeadLetter({ at: new Date(this.#options.clock.now()).toISOString(), reason, address, detail });
  }

  #nextId(): string {
    this.#sent += 1;
    return this.#sent.toString(36);
  }

  #send(envelope: Envelope, onError?: (error: Error) => void): void {
    this.#publish(envelope.to, sealEnvelope(envelope), onError);
  }

  #publish(to: string, payload: string, onError?: (error: Error) => void): void {
    this.#options.transport.publish(this.topics.of(to), payload)?.catch((error: unknown) => {
      this.deadLetter('unsent', to, reasonOf(error));
      onError?.(
        error instanceof CodedError
          ? error
          : runtimeError('RUNTIME_TRANSPORT_UNAVAILABLE', { reason: reasonOf(error) }, error),
      );
    });
  }

  #receiveReply(topic: string, payload: string): void {
    const envelope = this.read(topic, payload);
    if (envelope === undefined) return;
    const ask = this.#take(envelope.to);
    if (ask === undefined) {
      if (envelope.error === undefined) this.deadLetter('late-reply', envelope.to, kindOf(envelope));
    } else if (envelope.error === undefined) {
      ask.resolve(envelope.body);
    } else {
      const { code, next = 'later', message } = envelope.error;
      ask.reject(new CodedError(code, next, message));
    }
  }

  #take(replyAddress: string): PendingAsk | undefined {
    const ask = this.#pending.get(replyAddress);
    if (ask === undefined) return undefined;
    this.#pending.delete(replyAddress);
    this.#options.clock.clearTimeout(ask.timer);
    return ask;
  }
}

/** Returns the part of a message that a dead letter may show: its type. */
export function kindOf({ body }: { body?: unknown }): string {
  return hasType(body) ? body.type.slice(0, KIND_LENGTH) : typeof body;
}
