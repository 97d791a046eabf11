/** The supervisor tree for inspection: the result of `system.tree()`. */
import type { BreakerState } from '../guarding/breaker.ts';

export type NodeState = 'starting' | 'running' | 'restarting' | 'stopped' | 'failed';

export interface TreeNode {
  id: string;
  kind: 'supervisor' | 'actor';
  state: NodeState;
  /** Time of the last change of state (ISO 8601). */
  since: string;
  restarts: number;
  lastError?: string;
  /** Number of waiting messages. */
  mailbox: number;
  breaker?: BreakerState;
  /** `main` or `worker-N`. */
  thread: string;
  children: TreeNode[];
}
