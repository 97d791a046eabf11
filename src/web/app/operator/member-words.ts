/** The nodes of the system as one says them. Pure. */
import type { Cycle, NodeReport } from '../../contract/nodes.ts';
import { ago, duration, timeOfDay } from '../shared/time.ts';
import { everyNode } from './layout-tree.ts';

/** How the nodes stand, for reading out: it changes when one of them does, and not with the time that passes. */
export function standing(nodes: readonly NodeReport[]): string {
  const away = nodes.flatMap(({ node, state, seenAt }) => {
    switch (state) {
      case 'online':
        return [];
      case 'silent':
        return [`Node ${node} gives no answer since ${timeOfDay(Date.parse(seenAt))}.`];
      case 'lost':
        return [`Node ${node} is lost since ${timeOfDay(Date.parse(seenAt))}.`];
      default:
        return state satisfies never;
    }
  });
  return away.length === 0 ? `All ${nodes.length} nodes answer.` : away.join(' ');
}

/** `running for 2 h · cycle: 312 of 700 sections · publishes`. */
export function memberLine({ state, startedAt, seenAt, cycle, publishes, self }: NodeReport, nowMs: number): string {
  const facts =
    state === 'online'
      ? [`running for ${duration(nowMs - Date.parse(startedAt))}`, `cycle: ${cycleWords(cycle)}`]
      : [`last heard of ${ago(seenAt, nowMs)}`];
  return [...facts, ...(publishes ? ['publishes'] : []), ...(self ? ['answers this page'] : [])].join(' · ');
}

export function cycleWords(cycle: Cycle | null): string {
  if (cycle === null) return 'none yet';
  const due = cycle.due.toLocaleString('en-US');
  return cycle.finishedAt === undefined
    ? `${(cycle.done + cycle.failed).toLocaleString('en-US')} of ${due} sections`
    : `${due} sections, finished`;
}

/** How many breakers of the node are open or half-open; 0 of one whose tree is not known. */
export function breakersNotClosed({ tree }: NodeReport): number {
  return tree === null
    ? 0
    : everyNode(tree).filter(({ breaker }) => breaker !== undefined && breaker !== 'closed').length;
}
