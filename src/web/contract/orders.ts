/** What operators can tell a node to do with a part of it. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { strict } from './incoming.ts';

const place = {
  path: Type.String({ minLength: 1, maxLength: 200, description: 'the ids below the root, joined by `/`' }),
  node: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'absent: the node that answers' })),
};
const examples = [{ path: 'checking/asu/section-checker' }, { path: 'checking/browsers/browser-1', node: 'host-b' }];

export const Place = Type.Object(place, { ...strict, title: 'Place', examples });
export type Place = Static<typeof Place>;

export const BreakerOrder = Type.Object(
  { ...place, state: Type.Enum(['closed', 'open'], { description: 'open: for one hour' }) },
  { ...strict, title: 'BreakerOrder', examples: [{ path: 'notifying/email', state: 'closed' }] },
);
export type BreakerOrder = Static<typeof BreakerOrder>;

export const Ordered = Type.Object(
  { node: Type.String(), path: Type.String() },
  { title: 'Ordered', examples: [{ node: 'host-b', path: 'notifying/email' }] },
);
