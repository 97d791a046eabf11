/** The report of a node on itself, and the reports that `GET /api/v1/nodes` returns. */
import type { Cycle } from '../checking/claiming/cycle.ts';
import type { Facts } from './facts.ts';
import type { TreeNode } from '../runtime/index.ts';
import type { HealthReport } from './health.ts';

/** The report of a node on itself. */
export interface OwnReport {
  /** Whether this node has the duty of writing the public topics. At most one node has it. */
  publishes: boolean;
  health: HealthReport;
  tree: TreeNode;
  /** The cycle that is running, or the last one; null: none is known. */
  cycle: Cycle | null;
  facts: Facts;
}

/**
 * `online`: the node has just answered. `silent`: the store lists it as alive, but it does not answer. `lost`: its
 * lease has lapsed.
 */
export type MemberState = 'online' | 'silent' | 'lost';

/** The report on one node. A lost node is listed for a day. A node that stopped cleanly is not listed. */
export interface NodeReport {
  /** Its id. */
  node: string;
  /** Whether this node answers the request. True for exactly one node. */
  self: boolean;
  state: MemberState;
  /** ISO instants. `seenAt`: its last heartbeat. */
  startedAt: string;
  seenAt: string;
  /** Whether the node writes the public topics. At most one node does. */
  publishes: boolean;
  /** null unless the node is online; so is the tree. */
  health: HealthReport | null;
  tree: TreeNode | null;
  /** The cycle that is running, or the last one; null: none is known. */
  cycle: Cycle | null;
}

/** With what the node measures of itself; null unless it is online. */
export interface FullReport extends NodeReport {
  facts: Facts | null;
}
