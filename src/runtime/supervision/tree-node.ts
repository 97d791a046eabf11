/** The supervisor tree as a person looks at it: what `system.tree()` returns. */
import type { BreakerState } from '../guarding/breaker.ts';

export type NodeState = 'starting' | 'running' | 'restarting' | 'stopped' | 'failed';

export interface TreeNode {
  id: string;
  kind: 'supervisor' | 'actor';
  state: NodeState;
  /** ISO instant of the last change of state. */
  since: string;
  restarts: number;
  lastError?: string;
  /** Messages waiting. */
  mailbox: number;
  breaker?: BreakerState;
  /** `main` or `worker-N`. */
  thread: string;
  children: TreeNode[];
}
