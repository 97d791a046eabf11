/** What the tree gives to the web side. */
import type { Bus } from '../bus/bus.ts';
import type { Alert } from '../domain/alerts.ts';
import type { Overview } from '../domain/overview.ts';
import type { Sources } from '../institutions/sources.ts';
import type { HealthReport } from '../nodes/health.ts';
import type { Members } from '../nodes/members.ts';
import type { Node } from '../nodes/node.ts';
import type { NodeReport } from '../nodes/node-report.ts';
import type { TreeNode } from '../runtime/index.ts';

/** The parts of the node that the web side uses. */
export interface WebNode extends Pick<Node, 'id' | 'config' | 'secrets' | 'tools' | 'store' | 'keys'> {
  readonly bus: Pick<Bus, 'acceptStream'>;
  readonly members: Pick<Members, 'others'>;
  readonly sources: Pick<Sources, 'institutions' | 'linkFor' | 'simulator'>;
}

export interface WebOwn {
  readonly tree: () => TreeNode;
  /** Calls `listener` when a place of the tree changes its state, until the returned function is called. */
  readonly onTreeChange: (listener: () => void) => () => void;
  readonly health: () => Promise<HealthReport>;
  readonly overview: () => Promise<Overview>;
  readonly alerts: () => Promise<Alert[]>;
  /** The state of every node, sorted by id. */
  readonly reports: () => Promise<NodeReport[]>;
  /** Called with the server's URL each time it starts to listen. */
  readonly onListening: (url: string) => void;
}
