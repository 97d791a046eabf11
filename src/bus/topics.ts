/** The topics other programs may read. CONTRACT §3. */
import type { Change } from '../domain/change.ts';
import type { SectionState } from '../domain/section.ts';

export const PUBLIC_ROOTS = ['pickmyclass/sections', 'pickmyclass/changes', 'pickmyclass/nodes', 'pickmyclass/health', 'pickmyclass/alerts'] as const;
export const ACTORS_ROOT = 'pickmyclass/actors';
export const HEALTH_TOPIC = 'pickmyclass/health';

export const sectionTopic = (state: SectionState): string => `pickmyclass/sections/${state.section}`;
export const changeTopic = (change: Change): string => `pickmyclass/changes/${change.section}/${change.kind}`;
export const nodeTopic = (nodeId: string): string => `pickmyclass/nodes/${nodeId}`;
export const alertTopic = (name: string): string => `pickmyclass/alerts/${name}`;

/** Whether `topic` is `filter`, or below it where the filter ends in `/#` (which also stands for the parent itself). */
export function matches(filter: string, topic: string): boolean {
  if (!filter.endsWith('/#')) return filter === topic;
  const parent = filter.slice(0, -2);
  return topic === parent || topic.startsWith(`${parent}/`);
}
