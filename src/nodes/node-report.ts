/**
 * The nodes of the system as an operator sees them: the processes that share the store and the broker. `GET
 * /api/v1/nodes`.
 */
import type { HealthReport } from './health.ts';
import type { Cycle } from '../checking/cycle.ts';
import type { TreeNode } from '../runtime/index.ts';

/**
 * `online`: it answered just now. `silent`: the store knows it as alive, but it gives no answer. `lost`: its lease has
 * lapsed.
 */
export type MemberState = 'online' | 'silent' | 'lost';

/** A lost node is listed for a day; one that stopped politely is not. */
export interface NodeReport {
  /** Its id. */
  node: string;
  /** The process that answers this request; exactly one is. */
  self: boolean;
  state: MemberState;
  /** ISO instants. `seenAt`: the last sign of life. */
  startedAt: string;
  seenAt: string;
  /** It writes the public topics; at most one does. */
  publishes: boolean;
  /** null unless online, and so is the tree. */
  health: HealthReport | null;
  tree: TreeNode | null;
  /** Its running or last pass; null when none is known. */
  cycle: Cycle | null;
}
