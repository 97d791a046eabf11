/** Made-up nodes of a system, and places in their trees. */
import type { NodeReport } from '../../../../src/nodes/node-report.ts';
import type { TreeNode } from '../../../../src/runtime/index.ts';
import { HEALTH_CHECKS, type HealthReport } from '../../../../src/nodes/health.ts';

const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

export function treeNode(id: string, children: TreeNode[] = [], given: Partial<TreeNode> = {}): TreeNode {
  return {
    id,
    kind: children.length > 0 ? 'supervisor' : 'actor',
    state: 'running',
    since: ago(600_000),
    restarts: 0,
    mailbox: 0,
    thread: 'main',
    children,
    ...given,
  };
}

/** Returns a node that answers and is healthy, unless `given` says otherwise. */
export function nodeReport(node: string, given: Partial<NodeReport> = {}): NodeReport {
  const checks = Object.fromEntries(
    HEALTH_CHECKS.map((name) => [name, { status: 'healthy' }]),
  ) as HealthReport['checks'];
  return {
    node,
    self: false,
    state: 'online',
    startedAt: ago(7_300_000),
    seenAt: ago(0),
    publishes: false,
    health: { status: 'healthy', timestamp: ago(0), checks, response_time_ms: 3 },
    tree: treeNode('root', [
      treeNode('checking', [
        treeNode('asu', [treeNode('scheduler'), treeNode('section-checker', [], { breaker: 'open' })]),
      ]),
      treeNode('notifying', [treeNode('email', [], { breaker: 'closed' })]),
      treeNode('web'),
    ]),
    cycle: { startedAt: ago(4_000), due: 700, done: 310, failed: 2, requests: 40 },
    ...given,
  };
}

/** Returns a node that does not answer. */
export function awayReport(node: string, state: 'silent' | 'lost', given: Partial<NodeReport> = {}): NodeReport {
  return nodeReport(node, { state, seenAt: ago(200_000), health: null, tree: null, cycle: null, ...given });
}
