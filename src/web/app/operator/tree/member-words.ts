/** Describes the nodes of the system in words. Pure. */
import type { Cycle, NodeReport } from '../../../contract/nodes.ts';
import { ago, duration, timeOfDay } from '../../shared/time.ts';
import { everyNode } from './outline.ts';

/** Returns the states of the nodes, for screen readers. The text changes only when a state changes, not over time. */
export function standing(nodes: readonly NodeReport[]): string {
  const away = nodes.flatMap(({ node, state, seenAt }) => {
    switch (state) {
      case 'online':
        return [];
      case 'silent':
        return [`Node ${node} has not answered since ${timeOfDay(Date.parse(seenAt))}.`];
      case 'lost':
        return [`Node ${node} has been lost since ${timeOfDay(Date.parse(seenAt))}.`];
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

/** Returns how many breakers of the node are open or half-open; 0 if its tree is not known. */
export function breakersNotClosed({ tree }: NodeReport): number {
  return tree === null
    ? 0
    : everyNode(tree).filter(({ breaker }) => breaker !== undefined && breaker !== 'closed').length;
}
