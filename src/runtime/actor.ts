/** What an actor is: a behaviour, and the context that the runtime gives it. */
import type { Clock } from './clock.ts';
import type { Breaker } from './guarding/breaker.ts';
import type { Inspection } from './inspection.ts';
import type { LifeSignal } from './messaging/liveness.ts';
import type { Ref } from './messaging/ref.ts';

export interface Behavior<Message> {
  /** Handles one message. The next one waits until it has finished. If it throws, the actor fails and is replaced. */
  receive(message: Message): void | Promise<void>;
  /** Releases what the actor owns. Called once, even after a failure; limited by the child's shutdown time. */
  stop?(): void | Promise<void>;
  /** Returns details about this actor for the supervisor tree. Must be cheap. */
  inspect?(): Inspection;
  /** The circuit breaker that guards its calls, so that an operator can open and close it. */
  readonly breaker?: Breaker;
}

export interface Logger {
  debug(fields: object, event: string): void;
  info(fields: object, event: string): void;
  warn(fields: object, event: string): void;
  error(fields: object, event: string): void;
}

export interface ActorContext<Message> {
  readonly self: Ref<Message>;
  readonly clock: Clock;
  readonly log: Logger;
  /**
   * Sends a message without waiting, to one actor or to several. For several it is encoded once. If an actor is dead or
   * its mailbox is full, it becomes a dead letter.
   */
  tell<To>(to: Ref<To> | readonly Ref<To>[], message: NoInfer<To>): void;
  /**
   * Sends a request that carries `replyTo` and waits for one answer. Rejects with RUNTIME_ASK_TIMEOUT after
   * `timeoutMs`, or at once with RUNTIME_ACTOR_DEAD or RUNTIME_MAILBOX_FULL.
   */
  ask<const To, Reply>(to: Ref<To>, request: (replyTo: Ref<Reply>) => NoInfer<To>, timeoutMs: number): Promise<Reply>;
  /** Turns the result of `promise` into a message to this actor, so that a slow call does not block the mailbox. */
  pipeToSelf<Value>(
    promise: Promise<Value>,
    onValue: (value: Value) => Message,
    onError: (error: unknown) => Message,
  ): void;
  /**
   * Sends `message` to this actor after `delayMs`. One timer per `key`: a second call replaces the first. All timers
   * are cancelled when the actor ends.
   */
  schedule(key: string, delayMs: number, message: Message): void;
  cancel(key: string): void;
  /**
   * Monitors the actor at `ref`: `toMessage` turns each signal into a message to this actor. The first signal is
   * the current state (`terminated` if no actor is live there), the others report each life that begins or ends. One
   * watch per `ref`: a second call replaces the first. Ends when this actor stops. Only actors of this node can be
   * watched; others count as terminated.
   */
  watch(ref: Ref<never>, toMessage: (signal: LifeSignal) => Message): void;
  /** Ends a watch. Signals that are already in the mailbox still arrive. */
  unwatch(ref: Ref<never>): void;
  /** Fails this actor from outside a message, for example when a process it owns has died. */
  fail(error: Error): void;
  /** Ends this actor normally: a permanent child is started again, a transient or temporary one stays stopped. */
  finish(): void;
}

/** Makes the behaviour for one incarnation. If it throws or rejects, the start has failed. */
export type Start<Message> = (context: ActorContext<Message>) => Behavior<Message> | Promise<Behavior<Message>>;
