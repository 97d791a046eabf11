/** Dead letters as operators see and handle them. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Instant } from '../../store/state-shape.ts';
import { strict } from './incoming.ts';
import { DeadLetter } from './operations.ts';

const example = {
  id: '3f0c9c1e-8d5c-4b57-9d6f-0f2b6a0f6c11',
  kind: 'check',
  subject: 'asu/2267/66445',
  error: 'PMC_LOOK_TIMEOUT: the look took longer than 45 s',
  attempts: 3,
  at: '2026-11-23T19:27:00.000Z',
  course: 'CSE 310',
  name: 'CSE 310 · 66445',
  failedAttempts: [
    {
      at: '2026-11-23T19:27:00.000Z',
      by: 'host-a/checking/browsers/browser-1',
      error: 'the look took longer than 45 s',
    },
  ],
};

export const FailedAttempt = Type.Object({
  at: Instant,
  by: Type.Optional(Type.String({ description: 'of a look: the address of the browser' })),
  error: Type.String(),
});

const NamedDeadLetter = Type.Object(
  {
    ...DeadLetter.properties,
    course: Type.String({ description: 'what it is grouped by, `CSE 310`' }),
    name: Type.String({ description: 'for people: `CSE 310 · 66445 → e…@example.edu`' }),
    what: Type.Optional(Type.String({ description: 'of a notification: the kind of change or notice' })),
    channel: Type.Optional(Type.String()),
    detectedAt: Type.Optional(Type.String({ description: 'of a notification: when the change was seen' })),
    failedAttempts: Type.Array(FailedAttempt, { description: 'the last ten, oldest first' }),
  },
  { title: 'NamedDeadLetter', examples: [example] },
);
export type NamedDeadLetter = Static<typeof NamedDeadLetter>;

const DeadLetterGroup = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum(['check', 'notification']),
    course: Type.String(),
    error: Type.String(),
    firstAt: Instant,
    lastAt: Instant,
    letters: Type.Array(NamedDeadLetter),
  },
  { title: 'DeadLetterGroup' },
);
export type DeadLetterGroup = Static<typeof DeadLetterGroup>;

export const DeadLetterGroups = Type.Object(
  {
    total: Type.Integer({ description: 'of all dead letters; the groups have the newest 500' }),
    groups: Type.Array(DeadLetterGroup),
  },
  { title: 'DeadLetterGroups' },
);
export type DeadLetterGroups = Static<typeof DeadLetterGroups>;

const Id = Type.String({ maxLength: 400 });

/** Which dead letters a request is for. */
export const DeadLetterChoice = Type.Union(
  [
    Type.Object({ ids: Type.Array(Id, { minItems: 1, maxItems: 200 }) }, strict),
    Type.Object({ group: Type.String({ maxLength: 2_000 }) }, strict),
    Type.Object({ all: Type.Literal(true) }, strict),
  ],
  { title: 'DeadLetterChoice', examples: [{ all: true }, { ids: ['3f0c9c1e-8d5c-4b57-9d6f-0f2b6a0f6c11'] }] },
);
export type DeadLetterChoice = Static<typeof DeadLetterChoice>;

export const HandledLetters = Type.Object(
  { handled: Type.Integer() },
  { title: 'HandledLetters', examples: [{ handled: 27 }] },
);
