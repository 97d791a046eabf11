/** Watches of students. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Instant } from '../../store/state-shape.ts';
import { strict } from './incoming.ts';
import { ChangeKind, SectionKey } from './section.ts';

export const Watch = Type.Object(
  {
    id: Type.String(),
    section: Type.String(),
    kinds: Type.Array(ChangeKind),
    paused: Type.Boolean(),
    verified: Type.Boolean({ description: 'false until a look has shown for sure that the section exists' }),
    createdAt: Instant,
  },
  { title: 'Watch' },
);
export type Watch = Static<typeof Watch>;

const Kinds = Type.Array(ChangeKind, { minItems: 1, uniqueItems: true });

export const NewWatch = Type.Object({ section: SectionKey, kinds: Type.Optional(Kinds) }, strict);
export type NewWatch = Static<typeof NewWatch>;

export const WatchPatch = Type.Object({ kinds: Type.Optional(Kinds), paused: Type.Optional(Type.Boolean()) }, strict);
export type WatchPatch = Static<typeof WatchPatch>;

export const WatchList = Type.Object({ watches: Type.Array(Watch) });
export type WatchList = Static<typeof WatchList>;
