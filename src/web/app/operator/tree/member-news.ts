/** Compares successive reports to find nodes that came or went. Pure. */
import type { NodeReport } from '../../../contract/nodes.ts';
import { timeOfDay } from '../../shared/time.ts';

/** `nodes`: the nodes of the last reports. `news`: the latest news, empty if there was none. */
export interface Membership {
  nodes: readonly NodeReport[];
  news: string;
}

export const noMembership: Membership = { nodes: [], news: '' };

/** Adds the reports of `nowMs`. The first ones are not news. `standing` reports silent and lost nodes. */
export function addNews({ nodes: before, news }: Membership, nodes: readonly NodeReport[], nowMs: number): Membership {
  if (before.length === 0) return { nodes, news };
  const tell = (node: string, what: string): string => `Node ${node} ${what} at ${timeOfDay(nowMs)}.`;
  const arrived = nodes.flatMap((after) => {
    const what = arrival(
      before.find(({ node }) => node === after.node),
      after,
    );
    return what === undefined ? [] : [tell(after.node, what)];
  });
  // A lost node that is no longer listed has not left: it was only forgotten.
  const left = before
    .filter((former) => former.state !== 'lost' && nodes.every(({ node }) => node !== former.node))
    .map(({ node }) => tell(node, 'left'));
  return { nodes, news: [...arrived, ...left].join(' ') || news };
}

function arrival(before: NodeReport | undefined, { state, startedAt }: NodeReport): string | undefined {
  if (state !== 'online') return undefined;
  if (before === undefined) return 'came';
  if (before.startedAt !== startedAt) return 'started anew';
  return before.state === 'online' ? undefined : 'came back';
}
