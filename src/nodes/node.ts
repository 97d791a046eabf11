/** One node: a process, and everything that its actors share. */
import type { Bus } from '../bus/bus.ts';
import type { Config } from '../config/config.ts';
import type { Secrets } from '../config/secrets.ts';
import type { Sources } from '../institutions/sources.ts';
import type { Clock, Logger } from '../runtime/index.ts';
import type { Store } from '../store/store.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Tracer } from '../telemetry/traces/tracer.ts';
import type { KeyRing } from './key-ring.ts';
import type { Members } from './members.ts';

export interface Node {
  /** The first part of the address of its actors. */
  readonly id: string;
  readonly config: Config;
  readonly secrets: Secrets;
  readonly tools: Tools;
  /** The actors at `store` and `bus` open and close these two. */
  readonly store: Store;
  readonly bus: Bus;
  /** The nodes that share the store, as known to this one. */
  readonly members: Members;
  /** Checks the keys of other programs. */
  readonly keys: KeyRing;
  readonly sources: Sources;
}

export interface Tools {
  readonly clock: Clock;
  /** Returns a number from 0 to below 1. */
  readonly random: () => number;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
}
