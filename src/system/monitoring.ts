/** Reports on this node and all others, for the pages, the publisher and other nodes. */
import { cycleOf } from '../actors/checking/ask-cycle.ts';
import type { MembershipMessage } from '../actors/membership.ts';
import { places } from '../actors/places.ts';
import type { HealthReport } from '../nodes/health.ts';
import { checkHealth } from '../nodes/health.ts';
import type { Node } from '../nodes/node.ts';
import type { NodeReport, OwnReport } from '../nodes/node-report.ts';
import { NodeReports } from '../nodes/node-reports.ts';
import type { Vitals } from '../nodes/vitals.ts';
import { vitalsOf } from '../nodes/vitals.ts';
import type { TreeNode } from '../runtime/index.ts';
import { reasonOf } from '../runtime/index.ts';
import { SharedPing } from '../store/shared-ping.ts';
import type { LiveSystem } from './health-checks.ts';
import { healthChecks } from './health-checks.ts';

export interface Monitoring {
  tree: () => TreeNode;
  health: () => Promise<HealthReport>;
  /** The report of this node. */
  report: () => Promise<OwnReport>;
  /** The reports of all nodes, by id. */
  reports: () => Promise<NodeReport[]>;
  /** The health and readings of all nodes together. */
  vitals: () => Promise<Vitals>;
}

const ASK_MS = 2_000;

/** `live` returns the system once it exists: the system is made from the tree, which needs the monitoring. */
export function createMonitoring(node: Node, live: () => LiveSystem): Monitoring {
  const {
    id,
    config: { checking, institutions },
    members,
    store: { deadLetters },
    tools: { clock, log },
  } = node;
  const storePing = new SharedPing(node.store, clock);
  const ask: LiveSystem['outside']['ask'] = (...args) => live().outside.ask(...args);
  const tree = (): TreeNode => live().tree();
  const checks = healthChecks(node, storePing, { tree, outside: { ask } });
  const health = (): Promise<HealthReport> => checkHealth(checks, clock);
  const report = async (): Promise<OwnReport> => {
    // A scheduler does not answer while it is being restarted.
    const cycle = cycleOf(ask, id, institutions, ASK_MS).catch((error: unknown) => {
      log.debug({ reason: reasonOf(error) }, 'the running cycle is not known');
      return undefined;
    });
    return { publishes: members.publishes, health: await health(), tree: tree(), cycle: (await cycle) ?? null };
  };
  const reports = new NodeReports({
    members,
    own: report,
    ask: (other, waitMs) =>
      ask<MembershipMessage, OwnReport>(
        places.membership.on(other),
        (replyTo) => ({ type: 'report', replyTo }),
        waitMs,
      ),
    log,
  });
  const vitalsFrom = { clock, storePing, deadLetters, intervalMs: checking.intervalMs };
  return {
    tree,
    health,
    report,
    reports: () => reports.all(),
    vitals: async () => vitalsOf(vitalsFrom, await reports.all()),
  };
}
