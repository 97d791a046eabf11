/** Reports on this node and all others, for the pages, the publisher and other nodes. */
import { cycleOf } from '../actors/checking/ask-cycle.ts';
import type { MembershipMessage } from '../actors/membership.ts';
import { places } from '../actors/places.ts';
import type { Alert, AlertState } from '../domain/alerts.ts';
import { publicAlert } from '../domain/alerts.ts';
import type { Overview } from '../domain/overview.ts';
import { overviewAfter } from '../domain/overview.ts';
import { AlertBook } from '../nodes/alert-book.ts';
import type { Facts } from '../nodes/facts.ts';
import type { HealthReport } from '../nodes/health.ts';
import { checkHealth } from '../nodes/health.ts';
import type { Node } from '../nodes/node.ts';
import type { NodeReport, OwnReport } from '../nodes/node-report.ts';
import { NodeReports } from '../nodes/node-reports.ts';
import type { Vitals } from '../nodes/vitals.ts';
import { vitalsOf } from '../nodes/vitals.ts';
import type { TreeNode } from '../runtime/index.ts';
import { StoredReadings } from '../nodes/stored-readings.ts';
import { sharedCall } from '../nodes/shared-call.ts';
import type { LiveSystem } from './health-checks.ts';
import { healthChecks } from './health-checks.ts';
import { ifRead } from './if-read.ts';
import { ownFacts } from './own-facts.ts';

export interface Monitoring {
  tree: () => TreeNode;
  health: () => Promise<HealthReport>;
  /** What this node measures of itself. */
  facts: () => Promise<Facts>;
  /** The report of this node. */
  report: () => Promise<OwnReport>;
  /** The reports of all nodes, by id. */
  reports: () => Promise<NodeReport[]>;
  /** The health and readings of all nodes together. */
  vitals: () => Promise<Vitals>;
  overview: () => Promise<Overview>;
  alerts: () => Promise<Alert[]>;
  /** Kept by the node with the duty of publishing. */
  book: AlertBook;
}

const ASK_MS = 2_000;

/** `live` returns the system once it exists: the system is made from the tree, which needs the monitoring. */
export function createMonitoring(node: Node, live: () => LiveSystem): Monitoring {
  const {
    id,
    config: { checking, institutions },
    members,
    tools: { clock, log },
  } = node;
  const pingStore = sharedCall(clock, () => node.store.ping());
  const ask: LiveSystem['outside']['ask'] = (...args) => live().outside.ask(...args);
  const tree = (): TreeNode => live().tree();
  const checks = healthChecks(node, pingStore, { tree, outside: { ask } });
  const health = (): Promise<HealthReport> => checkHealth(checks, clock);
  const facts = sharedCall(clock, ownFacts(node, ask));
  const report = async (): Promise<OwnReport> => {
    const cycle = ifRead(log, 'running cycle', cycleOf(ask, id, institutions, ASK_MS));
    const [checked, ran, measured] = await Promise.all([health(), cycle, facts()]);
    return { publishes: members.publishes, health: checked, tree: tree(), cycle: ran ?? null, facts: measured };
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
    clock,
    log,
  });
  const storedReadings = new StoredReadings(node.store, clock);
  const vitals = sharedCall(clock, async () => {
    const [all, stored] = await Promise.all([reports.recent(), storedReadings.read()]);
    return vitalsOf({ reports: all, institutions, stored, intervalMs: checking.intervalMs, at: clock.now() });
  });
  const book = new AlertBook(node.store.incidents, node.tools);
  const alerts = async (): Promise<readonly AlertState[]> =>
    members.publishes ? book.alerts : await book.peek((await vitals()).readings);
  let last: Overview | null = null;
  return {
    tree,
    health,
    facts,
    report,
    reports: async () => (await reports.all()).map(({ facts: _facts, ...rest }) => rest),
    vitals,
    book,
    alerts: async () => (await alerts()).map(publicAlert),
    overview: async () => {
      const [{ readings }, all] = await Promise.all([vitals(), alerts()]);
      last = overviewAfter(
        last,
        readings,
        all.filter(({ firing }) => firing),
      );
      return last;
    },
  };
}
