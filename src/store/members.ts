/**
 * The processes that share the store, and the duties that one of them performs for all. A process that stops beating
 * loses both when its leases lapse.
 */

export interface Member {
  /** The node's id. */
  node: string;
  /** ISO instants of the run's start and of its last beat. */
  startedAt: string;
  seenAt: string;
  /** The lease of its last beat has not lapsed. */
  alive: boolean;
}

/** `run` identifies one run of a process. */
export interface MemberStore {
  /** Registers `run` as the node, replacing any earlier run: a killed process starts again under the same id. */
  join(node: string, run: string, leaseMs: number): Promise<void>;
  /**
   * Reports that `run` is alive for another `leaseMs`. Returns all nodes by id, including those that stopped without
   * leaving. undefined: a later run has replaced this one.
   */
  beat(node: string, run: string, leaseMs: number): Promise<Member[] | undefined>;
  /** Returns all nodes by id, including those that stopped without leaving. */
  list(): Promise<Member[]>;
  /** Leaves in an orderly way: the node is no longer listed, and the duties of `run` are free. */
  leave(node: string, run: string): Promise<void>;
  /** Takes or renews a duty for `leaseMs`. Returns 0, or the milliseconds until the current holder's lease lapses. */
  hold(duty: string, run: string, leaseMs: number): Promise<number>;
  /** Removes nodes last seen `forMs` ago or earlier, including those that left. Returns their ids. */
  forget(forMs: number): Promise<string[]>;
}
