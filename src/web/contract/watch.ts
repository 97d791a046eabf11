/** Watches of students. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Instant } from '../../store/state-shape.ts';
import { strict } from './incoming.ts';
import { ChangeKind, SectionKey } from './section.ts';

const orNull = (description: string) => Type.Union([Instant, Type.Null()], { description });
const Kinds = Type.Array(ChangeKind, { minItems: 1, uniqueItems: true });

export const Watch = Type.Object(
  {
    id: Type.String(),
    section: Type.Optional(Type.String({ description: 'the key of the watched section' })),
    kinds: Type.Array(ChangeKind),
    covers: Type.Array(Type.String(), { description: 'the sections it tells of now, by key' }),
    paused: Type.Boolean(),
    pausedUntil: orNull('when the pause ends by itself; null: it does not'),
    verified: Type.Boolean({ description: 'false until a look has shown for sure that the section exists' }),
    createdAt: Instant,
    lastToldAt: orNull('when the last message was sent; null: none was, or it was long ago'),
  },
  { title: 'Watch' },
);
export type Watch = Static<typeof Watch>;

export const NewWatch = Type.Object({ section: SectionKey, kinds: Type.Optional(Kinds) }, strict);
export type NewWatch = Static<typeof NewWatch>;

export const WatchPatch = Type.Object({ kinds: Type.Optional(Kinds), paused: Type.Optional(Type.Boolean()) }, strict);
export type WatchPatch = Static<typeof WatchPatch>;

export const WatchList = Type.Object({ watches: Type.Array(Watch) });
export type WatchList = Static<typeof WatchList>;
