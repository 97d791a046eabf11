/** Where the values of the operators' topics come from, and how often they are read while somebody watches. */
import { latestOf } from '../../checking/claiming/cycle.ts';
import type { NodeReport } from '../../nodes/node-report.ts';
import type { Clock } from '../../runtime/index.ts';
import type { OperatorTopic, OperatorValue } from '../contract/operator-topics.ts';
import { deadLetterGroups } from '../dead-letter-groups.ts';
import type { Web } from '../http/route.ts';
import { pacesOf } from '../routes/pace.ts';
import { recentChanges } from '../routes/changes.ts';
import type { TopicSource } from './topic.ts';

export type Sources = { readonly [Topic in OperatorTopic]: TopicSource<OperatorValue<Topic>> };

const NODES_EVERY_MS = 1_000;

export function sourcesOf({ node, own, actors }: Pick<Web, 'node' | 'own' | 'actors'>): Sources {
  const { store } = node;
  return {
    nodes: { everyMs: NODES_EVERY_MS, read: nodesReader(own, node.tools.clock) },
    overview: {
      everyMs: 1_000,
      read: async () => {
        const [overview, alerts] = await Promise.all([own.overview(), own.alerts()]);
        return { overview, alerts: alerts.filter(({ firing }) => firing) };
      },
    },
    cycle: { everyMs: 1_000, read: async () => ({ cycle: latestOf(await actors.cycles()) ?? null }) },
    paces: { everyMs: 5_000, read: () => pacesOf(node.sources.institutions, actors) },
    browsers: { everyMs: 1_000, read: () => actors.poolStatus() },
    changes: { everyMs: 2_000, read: () => recentChanges(store) },
    'dead-letters': { everyMs: 5_000, read: () => deadLetterGroups(store) },
    pauses: { everyMs: 5_000, read: async () => ({ pauses: await store.pauses.list() }) },
  };
}

/** When this node's tree has changed in between, only that is read again, and the other nodes are not asked. */
function nodesReader({ reports, tree }: Web['own'], clock: Clock): () => Promise<OperatorValue<'nodes'>> {
  let known: NodeReport[] = [];
  let askedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = clock.monotonic();
    if (now - askedAt < NODES_EVERY_MS) known = known.map((each) => (each.self ? { ...each, tree: tree() } : each));
    else [askedAt, known] = [now, await reports()];
    return { nodes: known };
  };
}
