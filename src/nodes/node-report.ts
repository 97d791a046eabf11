/** What a node says of itself, and what is known of it. `GET /api/v1/nodes`. */
import type { Cycle } from '../checking/claiming/cycle.ts';
import type { TreeNode } from '../runtime/index.ts';
import type { HealthReport } from './health.ts';

/** What a node answers when it is asked how it is. */
export interface OwnReport {
  /** It has the duty of writing the public topics. At most one node has it. */
  publishes: boolean;
  health: HealthReport;
  tree: TreeNode;
  /** The cycle that is running, or the last one; null: none is known. */
  cycle: Cycle | null;
}

/**
 * `online`: it has just answered. `silent`: the store lists it as alive, but it does not answer. `lost`: its lease has
 * lapsed.
 */
export type MemberState = 'online' | 'silent' | 'lost';

/** A lost node is listed for a day. A node that stopped in order is not listed. */
export interface NodeReport {
  /** Its id. */
  node: string;
  /** This node answers the request. Exactly one does. */
  self: boolean;
  state: MemberState;
  /** ISO instants. `seenAt`: its last heartbeat. */
  startedAt: string;
  seenAt: string;
  /** It writes the public topics. At most one node does. */
  publishes: boolean;
  /** null unless online, as is the tree. */
  health: HealthReport | null;
  tree: TreeNode | null;
  /** The cycle that is running, or the last one; null: none is known. */
  cycle: Cycle | null;
}
