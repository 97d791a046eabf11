/**
 * The processes that share the store, and the duties that one of them has for all. What a process has here lapses with
 * it.
 */

export interface Member {
  /** The node's id. */
  node: string;
  /** ISO instants: of the run's start, of its last beat. */
  startedAt: string;
  seenAt: string;
  /** Its last beat still counts. */
  alive: boolean;
}

/** `run` is unique to a run of a process. */
export interface MemberStore {
  /** Takes the node's place for `run`, whoever had it: a process that was killed starts again under the same id. */
  join(node: string, run: string, leaseMs: number): Promise<void>;
  /**
   * Says that `run` lives for another `leaseMs`. Returns the nodes by id, those that went without a word included.
   * undefined: a later run has taken the node's place.
   */
  beat(node: string, run: string, leaseMs: number): Promise<Member[] | undefined>;
  /** Goes politely: the node is listed no more, and the duties of `run` are free. */
  leave(node: string, run: string): Promise<void>;
  /** Takes or prolongs a duty. Returns the milliseconds until another one's ends; 0: it is `run`'s for `leaseMs`. */
  hold(duty: string, run: string, leaseMs: number): Promise<number>;
  /** Forgets the nodes that were last seen `forMs` ago or earlier, also those that left, and returns their ids. */
  forget(forMs: number): Promise<string[]>;
}
