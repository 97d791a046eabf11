/** A node of the supervisor tree, as an operator sees it. */
import type { TreeNode } from '../../src/runtime/index.ts';

export function treeNode(id: string, over: Partial<TreeNode> = {}): TreeNode {
  return {
    id,
    kind: 'actor',
    state: 'running',
    since: '',
    restarts: 0,
    mailbox: 0,
    thread: 'main',
    children: [],
    ...over,
  };
}
