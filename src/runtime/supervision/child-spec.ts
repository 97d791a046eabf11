/** Child specs: what a supervisor must know to start, restart and stop a child. Vocabulary of OTP. */
import type { ResourceLimits } from 'node:worker_threads';
import type { Start } from '../actor.ts';
import { acceptsNothing, type Accepts } from '../messaging/protocol.ts';
import type { BackoffOptions } from '../guarding/backoff.ts';

export type Restart = 'permanent' | 'transient' | 'temporary';
export type Strategy = 'one-for-one' | 'one-for-all' | 'rest-for-one';

interface CommonSpec {
  /** Unique among its siblings; a segment of the address. */
  id: string;
  /** permanent: always restarted; transient: only after a failure; temporary: never. Default permanent. */
  restart?: Restart;
}

export interface ActorSpec<Message = never> extends CommonSpec {
  type: 'actor';
  start: Start<Message>;
  /**
   * Whether a message from elsewhere is well-formed. One that is not is a dead letter, and whoever asked hears
   * RUNTIME_MESSAGE_UNKNOWN. What the actor sends itself is not checked. Default: no message
   * is.
   */
  accepts?: Accepts;
  /** Milliseconds to stop in before it is abandoned. Default 5,000. */
  shutdownMs?: number;
  /** Milliseconds to start in. Default 30,000. */
  startTimeoutMs?: number;
  /** Messages that may wait. Default 10,000. */
  mailboxCapacity?: number;
}

/**
 * An actor in a worker thread of its own. `module` is the file URL of a module with two exports: `start(context, args)`
 * makes the behaviour, `accepts(body)` says whether a message is well-formed.
 */
export interface ThreadSpec extends Omit<ActorSpec, 'type' | 'start' | 'accepts'> {
  type: 'thread';
  module: string;
  /** Structured-cloneable. */
  args: unknown;
  resourceLimits: ResourceLimits;
  /** A thread that gives no heartbeat for this long is hung, and ended. Default 15,000. */
  heartbeatTimeoutMs?: number;
}

export interface SupervisorSpec extends CommonSpec {
  type: 'supervisor';
  strategy: Strategy;
  /** Restart intensity: more than `restarts` within `windowMs` and the supervisor gives up. */
  intensity: { restarts: number; windowMs: number };
  backoff: BackoffOptions;
  children: ChildSpec[];
}

/** Of every message type. */
export type ChildSpec = ActorSpec<unknown> | ThreadSpec | SupervisorSpec;

const LIMITS = { shutdownMs: 5_000, startTimeoutMs: 30_000, mailboxCapacity: 10_000 };
export const ACTOR_DEFAULTS = { ...LIMITS, accepts: acceptsNothing };
export const THREAD_DEFAULTS = { ...LIMITS, heartbeatTimeoutMs: 15_000 };
