/** Child specs: what a supervisor must know to start, restart and stop a child. The terms are those of OTP. */
import type { ResourceLimits } from 'node:worker_threads';
import type { Start } from '../actor.ts';
import { acceptsNothing, type Accepts } from '../messaging/protocol.ts';
import type { BackoffOptions } from '../guarding/backoff.ts';
import type { Intensity } from '../guarding/restart-budget.ts';

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
   * Returns whether a message from outside is well-formed. If not, it becomes a dead letter, and an ask is rejected
   * with RUNTIME_MESSAGE_UNKNOWN. Messages of the actor to itself are not checked. Default: accepts no message.
   */
  accepts?: Accepts;
  /** Time limit for a stop in milliseconds; then the actor is abandoned. Default 5,000. */
  shutdownMs?: number;
  /** Time limit for a start in milliseconds. Default 30,000. */
  startTimeoutMs?: number;
  /** Number of messages that may wait. Default 10,000. */
  mailboxCapacity?: number;
}

/**
 * An actor in a worker thread of its own. `module` is the file URL of a module with two exports: `start(context, args)`
 * makes the behaviour; `accepts(body)` returns whether a message is well-formed.
 */
export interface ThreadSpec extends Omit<ActorSpec, 'type' | 'start' | 'accepts'> {
  type: 'thread';
  module: string;
  /** Structured-cloneable. */
  args: unknown;
  resourceLimits: ResourceLimits;
  /** Milliseconds without a heartbeat after which the thread counts as hung and is terminated. Default 15,000. */
  heartbeatTimeoutMs?: number;
}

export interface SupervisorSpec extends CommonSpec {
  type: 'supervisor';
  strategy: Strategy;
  /** Restart intensity: if children need more than `restarts` within `windowMs`, the supervisor gives up. */
  intensity: Intensity;
  backoff: BackoffOptions;
  children: ChildSpec[];
}

/** A child spec for any message type. */
export type ChildSpec = ActorSpec<unknown> | ThreadSpec | SupervisorSpec;

const LIMITS = { shutdownMs: 5_000, startTimeoutMs: 30_000, mailboxCapacity: 10_000 };
export const ACTOR_DEFAULTS = { ...LIMITS, accepts: acceptsNothing };
export const THREAD_DEFAULTS = { ...LIMITS, heartbeatTimeoutMs: 15_000 };
