/** The topics of the operators' WebSocket: what an open view can watch. Each has the shape of the route it replaces. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { DeadLetterGroups } from './dead-letters.ts';
import { BrowserPool } from './monitoring.ts';
import { Cycle, NodeList, PaceList } from './nodes.ts';
import { PauseList } from './operations.ts';
import { Alert, Overview } from './overview.ts';
import { ChangeList } from './section.ts';

export const OPERATOR_TOPICS = {
  overview: Type.Object({ overview: Overview, alerts: Type.Array(Alert, { description: 'those that are firing' }) }),
  nodes: NodeList,
  cycle: Type.Object({ cycle: Type.Union([Cycle, Type.Null({ description: 'no cycle has run yet' })]) }),
  paces: PaceList,
  browsers: BrowserPool,
  changes: ChangeList,
  'dead-letters': DeadLetterGroups,
  pauses: PauseList,
};

export type OperatorTopic = keyof typeof OPERATOR_TOPICS;
export type OperatorValue<Topic extends OperatorTopic> = Static<(typeof OPERATOR_TOPICS)[Topic]>;
