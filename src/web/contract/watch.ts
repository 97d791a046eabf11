/** Watches of students. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { WEEK } from '../../domain/conditions.ts';
import { Instant } from '../../store/state-shape.ts';
import { strict } from './incoming.ts';
import { ChangeKind, SectionKey } from './section.ts';

const orNull = (description: string) => Type.Union([Instant, Type.Null()], { description });
const Kinds = Type.Array(ChangeKind, { minItems: 1, uniqueItems: true });
const Time = Type.String({
  pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
  description: 'HH:MM, local to the institution',
  examples: ['16:30'],
});
const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });

/** Which sections of a course. What is left out does not matter. */
export const Conditions = Type.Object(
  {
    days: Type.Optional(
      Type.Array(Type.Enum([...WEEK]), { minItems: 1, uniqueItems: true, description: 'it meets on these days only' }),
    ),
    after: Type.Optional(Time),
    before: Type.Optional(Time),
    mode: Type.Optional(Type.Enum(['in-person', 'online'])),
    campus: Type.Optional(Name),
    instructor: Type.Optional(Name),
    notInstructor: Type.Optional(Name),
  },
  { ...strict, title: 'Conditions', examples: [{ days: ['Mon', 'Wed', 'Fri'], before: '12:00', mode: 'in-person' }] },
);
export type Conditions = Static<typeof Conditions>;

const terms = {
  kinds: Kinds,
  minSeats: Type.Integer({ minimum: 1, maximum: 999, description: 'told of an opening once so many seats are open' }),
  reservedGroup: Type.Union([Name, Type.Null()], { description: 'a group by name, whose seats count as open' }),
  channels: Type.Union([Type.Array(Type.String(), { minItems: 1, maxItems: 20, uniqueItems: true }), Type.Null()], {
    description: 'ids of channels; null: all that are verified',
  }),
  remind: Type.Enum(['off', 'hourly'], { description: 'hourly: told again while it stays open, a few times' }),
};

const EXAMPLE = {
  course: 'asu/2267/CSE/310',
  conditions: { before: '12:00' },
  kinds: ['opened'],
  minSeats: 1,
  reservedGroup: null,
  channels: null,
  remind: 'off',
};

const CourseKey = Type.String({
  maxLength: 100,
  description: 'institution/term/subject/number, such as asu/2267/CSE/310',
});

export const Watch = Type.Object(
  {
    id: Type.String(),
    section: Type.Optional(SectionKey),
    course: Type.Optional(CourseKey),
    conditions: Type.Optional(Conditions),
    ...terms,
    covers: Type.Array(Type.String(), { description: 'the sections it tells of now, by key' }),
    paused: Type.Boolean(),
    pausedUntil: orNull('when the pause ends by itself; null: it does not'),
    verified: Type.Boolean({ description: 'false until a look has shown for sure that the section exists' }),
    createdAt: Instant,
    lastToldAt: orNull('when the last message was sent; null: none was, or it was long ago'),
    told: Type.Integer({
      minimum: 0,
      description: 'how often it was told; what one look found counts once, on however many channels',
    }),
    checkedAt: orNull('the newest sure look at a section that it covers; null: there was none'),
    nextCheckAt: orNull('the next look; null: none is planned'),
  },
  {
    title: 'Watch',
    examples: [
      {
        id: '0b7c0f0a-9d0e-4a5b-8f0e-3c1d2e4f5a6b',
        ...EXAMPLE,
        covers: ['asu/2267/66445'],
        paused: false,
        pausedUntil: null,
        verified: true,
        createdAt: '2026-11-23T19:00:00.000Z',
        lastToldAt: null,
        told: 0,
        checkedAt: '2026-11-23T20:00:00.000Z',
        nextCheckAt: '2026-11-23T20:05:00.000Z',
      },
    ],
  },
);
export type Watch = Static<typeof Watch>;

/** Exactly one of `section` and `course` is given. The route checks that. */
export const NewWatch = Type.Object(
  {
    section: Type.Optional(SectionKey),
    course: Type.Optional(CourseKey),
    conditions: Type.Optional(Conditions),
    ...Type.Partial(Type.Object(terms)).properties,
  },
  { ...strict, title: 'NewWatch', examples: [{ section: 'asu/2267/66445' }, EXAMPLE] },
);
export type NewWatch = Static<typeof NewWatch>;

export const WatchPatch = Type.Object(
  {
    ...Type.Partial(Type.Object(terms)).properties,
    conditions: Type.Optional(Conditions),
    paused: Type.Optional(Type.Boolean()),
    pausedUntil: Type.Optional(
      Type.Union([Type.String({ maxLength: 40 }), Type.Null()], {
        description: 'ISO instant; pauses the watch until then',
      }),
    ),
  },
  { ...strict, title: 'WatchPatch', examples: [{ paused: true }, { minSeats: 2, remind: 'hourly' }] },
);
export type WatchPatch = Static<typeof WatchPatch>;

export const WatchList = Type.Object({ watches: Type.Array(Watch) }, { title: 'WatchList' });
export type WatchList = Static<typeof WatchList>;
