/** Where the values of the operators' topics come from, and how often they are read while somebody watches. */
import { latestOf } from '../../checking/claiming/cycle.ts';
import type { OperatorTopic, OperatorValue } from '../contract/operator-topics.ts';
import type { Web } from '../http/route.ts';
import { DEAD_LETTERS_LISTED } from '../routes/dead-letters.ts';
import { pacesOf } from '../routes/pace.ts';
import { recentChanges } from '../routes/changes.ts';
import type { TopicSource } from './topic.ts';

export type Sources = { readonly [Topic in OperatorTopic]: TopicSource<OperatorValue<Topic>> };

export function sourcesOf({ node, own, actors }: Pick<Web, 'node' | 'own' | 'actors'>): Sources {
  const { store } = node;
  return {
    nodes: { everyMs: 1_000, read: async () => ({ nodes: await own.reports() }) },
    cycle: { everyMs: 1_000, read: async () => ({ cycle: latestOf(await actors.cycles()) ?? null }) },
    paces: { everyMs: 5_000, read: () => pacesOf(node.sources.institutions, actors) },
    browsers: { everyMs: 1_000, read: () => actors.poolStatus() },
    changes: { everyMs: 2_000, read: () => recentChanges(store) },
    'dead-letters': {
      everyMs: 5_000,
      read: async () => ({ deadLetters: await store.deadLetters.list(DEAD_LETTERS_LISTED) }),
    },
    pauses: { everyMs: 5_000, read: async () => ({ pauses: await store.pauses.list() }) },
  };
}
