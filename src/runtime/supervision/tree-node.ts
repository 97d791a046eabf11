/** The supervisor tree for inspection: the result of `system.tree()`. */
import type { Intensity } from '../guarding/restart-budget.ts';
import type { Inspection } from '../inspection.ts';
import type { DeadLetterSummary } from '../messaging/dead-letters.ts';
import type { ThreadLoad } from '../threads/load.ts';
import type { Life } from './lives.ts';

export type NodeState = 'starting' | 'running' | 'restarting' | 'stopped' | 'failed';

export interface TreeNode extends Inspection {
  id: string;
  kind: 'supervisor' | 'actor';
  state: NodeState;
  /** Time of the last change of state (ISO 8601). */
  since: string;
  restarts: number;
  /** Of a supervisor: how many more restarts it may make now, and out of how many within which window. */
  budget?: Intensity & { left: number };
  /** The last lives, newest last. Absent before the first, and for a supervisor. */
  lives?: Life[];
  /** Number of waiting messages. */
  mailbox: number;
  /** Milliseconds that the oldest of them has waited. Absent when none waits. */
  oldestMs?: number;
  /** Of an actor in a thread of its own: milliseconds since its last heartbeat, in whole beats; 0: on time. */
  heartbeatMs?: number;
  /** Of an actor in a thread of its own; at the root, of the main thread. */
  load?: ThreadLoad;
  /** At the root: the messages of this system that reached no actor. */
  deadLetters?: DeadLetterSummary;
  /** `main` or `worker-N`. */
  thread: string;
  children: TreeNode[];
}

/** Returns the node at `path` below `root`, such as `checking/asu/scheduler`; undefined: there is none. */
export function nodeAt(root: TreeNode, path: string): TreeNode | undefined {
  return path
    .split('/')
    .reduce<TreeNode | undefined>((node, id) => node?.children.find((child) => child.id === id), root);
}
