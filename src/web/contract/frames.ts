/** The frames of the WebSocket at /ws, in both directions. */
import { Type } from 'typebox';
import type { Static, TSchema } from 'typebox';
import { Instant } from '../../store/state-shape.ts';
import { KEYS_PER_FRAME } from './frame-limits.ts';
import { strict } from './incoming.ts';
import { Change, Cursor, SectionKey, SectionState } from './section.ts';

/**
 * The frames that clients send. `Item` is the type of a listed section: a section key for clients, anything for the
 * server, which answers each invalid key with its own error.
 */
export function clientFrames<Item extends TSchema>(item: Item) {
  const sections = Type.Array(item, {
    maxItems: KEYS_PER_FRAME,
    description: 'section keys; send more of them in further frames',
  });
  const since = Type.Optional(
    Type.String({ description: 'the last cursor received: every change since then is sent first' }),
  );
  return {
    subscribe: Type.Object({ type: Type.Literal('subscribe'), sections, since }, strict),
    unsubscribe: Type.Object({ type: Type.Literal('unsubscribe'), sections }, strict),
    'subscribe-mine': Type.Object(
      { type: Type.Literal('subscribe-mine') },
      { ...strict, description: "the sections of one's watches; needs a session" },
    ),
  };
}

export const CLIENT_FRAMES = clientFrames(SectionKey);
export type ClientFrame = Static<(typeof CLIENT_FRAMES)[keyof typeof CLIENT_FRAMES]>;

const UnseenSection = Type.Object(
  { section: SectionKey, status: Type.Literal('unknown'), version: Type.Literal(0) },
  { title: 'a section that has never been seen' },
);
const LiveState = Type.Union([SectionState, UnseenSection]);
export type LiveState = Static<typeof LiveState>;

export const SERVER_FRAMES = {
  snapshot: Type.Object({
    type: Type.Literal('snapshot'),
    cursor: Cursor,
    reset: Type.Boolean({ description: 'true: the server cannot go on from `since`, changes may be missing' }),
    sections: Type.Array(LiveState),
  }),
  change: Type.Object({ type: Type.Literal('change'), cursor: Cursor, change: Change }),
  checked: Type.Object({
    type: Type.Literal('checked'),
    section: SectionKey,
    checkedAt: Instant,
    nextCheckAt: Type.Union([Instant, Type.Null()]),
  }),
  error: Type.Object({ type: Type.Literal('error'), code: Type.String(), message: Type.String() }),
};
export type ServerFrame = Static<(typeof SERVER_FRAMES)[keyof typeof SERVER_FRAMES]>;
