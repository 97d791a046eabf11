/** The public names of the actor runtime. Other rooms import only this file of the folder. */

// a system and its tree
export { createSystem, type System, type SystemOptions } from './system.ts';
export type { ActorSpec, ChildSpec, SupervisorSpec } from './supervision/child-spec.ts';
export { nodeAt, type TreeNode } from './supervision/tree-node.ts';
export type { Life } from './supervision/lives.ts';
export type { ThreadLoad } from './threads/load.ts';

// an actor
export type { ActorContext, Behavior, Logger } from './actor.ts';
export { inspect, type Inspection } from './inspection.ts';
export type { LifeSignal } from './messaging/liveness.ts';
export { protocol } from './messaging/protocol.ts';
export { refTo, type Ref } from './messaging/ref.ts';

// guards
export { Backoff, type BackoffOptions } from './guarding/backoff.ts';
export { BREAKER_DEFAULTS, Breaker, type BreakerOptions, type BreakerState, type Permit } from './guarding/breaker.ts';
export { CallRecord, type Calls } from './guarding/call-record.ts';
export { callWithin, within } from './guarding/within.ts';

// time, transport and errors
export { systemClock, type Clock, type Timer } from './clock.ts';
export { MemoryTransport } from './messaging/memory-transport.ts';
export { matches, type Subscription, type Transport } from './messaging/transport.ts';
export {
  CodedError,
  defineErrors,
  errorOf,
  isForLater,
  reasonOf,
  runtimeError,
  type ErrorEntry,
  type NextStep,
} from './errors.ts';
