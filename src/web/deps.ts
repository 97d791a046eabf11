/** What the web side is given by whoever builds the tree. */
import type { Duplex } from 'node:stream';
import type { NodeReport } from '../nodes/node-report.ts';
import type { TreeNode } from '../runtime/index.ts';
import type { SectionKey } from '../domain/section.ts';
import type { HealthReport } from '../nodes/health.ts';
import type { Institution } from '../institutions/institution.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Store } from '../store/store.ts';

export interface WebDeps {
  /** Id of this node, the first part of its actors' addresses. */
  node: string;
  version: string;
  http: {
    readonly host: string;
    readonly port: number;
    readonly portIsDefault: boolean;
    readonly trustProxy: readonly string[];
  };
  /** null: where the server listens. */
  publicUrl: string | null;
  sessionSecret: string;
  operatorToken: string;
  /** In lower case. */
  operatorEmails: readonly string[];
  maxWatchesPerUser: number;
  checkIntervalMs: number;
  institutions: readonly Institution[];
  /** The university's own page of a section. */
  linkFor: (key: SectionKey) => string;
  /** The sections come from the campus simulator: the pages say so. */
  simulated: boolean;
  /** Where the simulator is steered. */
  campusUrl: string | null;
  store: Store;
  metrics: Metrics;
  health: () => Promise<HealthReport>;
  tree: () => TreeNode;
  /** Ids of the other nodes that are alive. */
  others: () => readonly string[];
  /** Every node of the system, sorted by id. */
  nodes: () => Promise<NodeReport[]>;
  /** Hands an MQTT client that came over a WebSocket to the broker; null: there is none here, and no /mqtt. */
  acceptMqtt: ((stream: Duplex, ip: string) => void) | null;
  /** Directory of the built pages: index.html, operator.html, assets/. */
  pagesDir: string;
  /** Called with the server's URL each time it listens. */
  onListening: (url: string) => void;
}
