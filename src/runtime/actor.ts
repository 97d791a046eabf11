/** An actor is a behaviour. The runtime gives it a context to act through. */
import type { Clock } from './clock.ts';
import type { BreakerState } from './guarding/breaker.ts';
import type { LifeSignal } from './messaging/liveness.ts';
import type { Ref } from './messaging/ref.ts';

export interface Behavior<Message> {
  /** Handles one message to its end; the next one waits. A throw is a failure: the actor is replaced. */
  receive(message: Message): void | Promise<void>;
  /** Releases what the actor owns. Called once, within the child's shutdown time, also after a failure. */
  stop?(): void | Promise<void>;
  /** What else the supervisor tree shows about this actor. Must be cheap. */
  inspect?(): { breaker?: BreakerState; lastError?: string };
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
  /** Sends and forgets. A message to a dead actor, or to one with a full mailbox, becomes a dead letter. */
  tell<To>(to: Ref<To>, message: NoInfer<To>): void;
  /**
   * Sends a request that carries `replyTo` and waits for its one answer.
   * Rejects with RUNTIME_ASK_TIMEOUT after `timeoutMs`, at once with RUNTIME_ACTOR_DEAD or RUNTIME_MAILBOX_FULL.
   */
  ask<const To, Reply>(to: Ref<To>, request: (replyTo: Ref<Reply>) => NoInfer<To>, timeoutMs: number): Promise<Reply>;
  /** Turns the result of `promise` into a message to this actor, so that a slow call does not block the mailbox. */
  pipeToSelf<Value>(
    promise: Promise<Value>,
    onValue: (value: Value) => Message,
    onError: (error: unknown) => Message,
  ): void;
  /**
   * Sends `message` to this actor after `delayMs`. One timer per `key`: a second call replaces the first. Timers end
   * with the actor.
   */
  schedule(key: string, delayMs: number, message: Message): void;
  cancel(key: string): void;
  /**
   * Monitors the actor at `ref`: `toMessage` turns each signal into a message to this actor. The first one says how it
   * stands now (`terminated` when nobody lives there), the others tell of each life that begins or ends. One watch per
   * `ref`, a second call replaces the first; gone when this actor stops. Only actors of this node can be watched,
   * others count as terminated.
   */
  watch(ref: Ref<never>, toMessage: (signal: LifeSignal) => Message): void;
  /** Ends a watch. A signal that is in the mailbox already still arrives. */
  unwatch(ref: Ref<never>): void;
  /** Fails this actor from outside a message, for example when a process it owns has died. */
  fail(error: Error): void;
  /** Ends this actor normally: a permanent child is started again, a transient or temporary one stays stopped. */
  finish(): void;
}

/** Makes the behaviour of one incarnation. A throw or rejection is a failed start. */
export type Start<Message> = (context: ActorContext<Message>) => Behavior<Message> | Promise<Behavior<Message>>;
