/** The supervisor tree for inspection: the result of `system.tree()`. */
import type { Inspection } from '../inspection.ts';

export type NodeState = 'starting' | 'running' | 'restarting' | 'stopped' | 'failed';

export interface TreeNode extends Inspection {
  id: string;
  kind: 'supervisor' | 'actor';
  state: NodeState;
  /** Time of the last change of state (ISO 8601). */
  since: string;
  restarts: number;
  /** Number of waiting messages. */
  mailbox: number;
  /** `main` or `worker-N`. */
  thread: string;
  children: TreeNode[];
}
