/** Students as operators see them. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Instant } from '../../store/state-shape.ts';
import { USER_FILTERS, USER_SORTS } from '../../store/users.ts';
import { Channel } from './channels.ts';
import { strict } from './incoming.ts';
import { Message } from './message.ts';
import { Watch } from './watch.ts';

const EXAMPLE = {
  id: '0b7c0f0a-9d0e-4a5b-8f0e-3c1d2e4f5a6b',
  email: 'ada@example.edu',
  createdAt: '2026-11-23T19:00:00.000Z',
  suspended: false,
  watchCount: 3,
  muted: false,
  lastSeenAt: '2026-11-23T20:00:00.000Z',
};

export const User = Type.Object(
  {
    id: Type.String(),
    email: Type.String(),
    createdAt: Instant,
    suspended: Type.Boolean({ description: 'cannot sign in and is told nothing' }),
    suspendedAt: Type.Optional(Instant),
    watchCount: Type.Integer(),
    muted: Type.Boolean({ description: 'one of the channels is muted' }),
    lastSeenAt: Type.Optional(Type.String({ description: 'the last use of a session; absent: signed in nowhere' })),
  },
  { title: 'User', examples: [EXAMPLE] },
);
export type User = Static<typeof User>;

export const UserQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 254, description: 'a part of the address' })),
  filter: Type.Optional(Type.Enum([...USER_FILTERS])),
  sort: Type.Optional(Type.Enum([...USER_SORTS], { description: 'email when not given' })),
  cursor: Type.Optional(Type.String({ maxLength: 600 })),
});

export const UserPage = Type.Object(
  { users: Type.Array(User), nextCursor: Type.Optional(Type.String()) },
  { title: 'UserPage', examples: [{ users: [EXAMPLE] }] },
);
export type UserPage = Static<typeof UserPage>;

export const UserDetails = Type.Object(
  {
    ...User.properties,
    watches: Type.Array(Watch),
    channels: Type.Array(Channel),
    messages: Type.Array(Message, { description: 'the newest' }),
  },
  { title: 'UserDetails', examples: [{ ...EXAMPLE, watches: [], channels: [], messages: [] }] },
);
export type UserDetails = Static<typeof UserDetails>;

export const UserPatch = Type.Object(
  { suspended: Type.Boolean() },
  { ...strict, title: 'UserPatch', examples: [{ suspended: true }] },
);
