/** The topics other programs may read. CONTRACT §3. */
import type { Change } from '../domain/change.ts';

export const PUBLIC_ROOTS = [
  'pickmyclass/sections',
  'pickmyclass/changes',
  'pickmyclass/nodes',
  'pickmyclass/health',
  'pickmyclass/alerts',
] as const;
export const HEALTH_TOPIC = 'pickmyclass/health';

export const sectionTopic = (section: string): string => `pickmyclass/sections/${section}`;
export const changeTopic = (change: Change): string => `pickmyclass/changes/${change.section}/${change.kind}`;
export const nodeTopic = (nodeId: string): string => `pickmyclass/nodes/${nodeId}`;
export const alertTopic = (name: string): string => `pickmyclass/alerts/${name}`;
