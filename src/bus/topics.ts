/** The topics on the bus: those other programs may read, and the root of those between actors. */
import type { Change } from '../domain/change.ts';

export const PUBLIC_ROOTS = [
  'pickmyclass/sections',
  'pickmyclass/changes',
  'pickmyclass/nodes',
  'pickmyclass/health',
  'pickmyclass/alerts',
] as const;
/** Where Home Assistant looks for messages by default. Only read if the configuration says so. */
export const HOME_ASSISTANT_ROOT = 'homeassistant';
export const CHANGES_ROOT = 'pickmyclass/changes';
/** Every message between actors is on a topic below this. */
export const ACTOR_TOPIC_ROOT = 'pickmyclass/actors';
export const HEALTH_TOPIC = 'pickmyclass/health';

export const sectionTopic = (section: string): string => `pickmyclass/sections/${section}`;
export const changeTopic = (change: Change): string => `${CHANGES_ROOT}/${change.section}/${change.kind}`;
export const NODES_ROOT = 'pickmyclass/nodes';
export const nodeTopic = (nodeId: string): string => `${NODES_ROOT}/${nodeId}`;
export const nodeOf = (topic: string): string => topic.slice(NODES_ROOT.length + 1);
export const alertTopic = (name: string): string => `pickmyclass/alerts/${name}`;
