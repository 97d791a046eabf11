/** Sections and their changes, as HTTP, WebSocket and MQTT show them. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { CHANGE_KINDS } from '../../domain/change.ts';
import { Instant, State } from '../../store/state-shape.ts';
import { strict } from './incoming.ts';

/** A section key in a body or a frame. It is validated when it is read. */
export const SectionKey = Type.String({
  maxLength: 100,
  description: 'institution/term/classNumber, such as asu/2267/66445',
});
export const Cursor = Type.String({ minLength: 1, maxLength: 200, description: 'opaque; send it as you received it' });

export const SectionState = State;
export type SectionState = Static<typeof SectionState>;
export type Status = SectionState['status'];
export type Meeting = NonNullable<SectionState['meetings']>[number];

export const ChangeKind = Type.Enum([...CHANGE_KINDS], { description: 'kind of change' });
export type ChangeKind = Static<typeof ChangeKind>;

export const Change = Type.Object(
  {
    id: Type.String(),
    section: Type.String(),
    kind: ChangeKind,
    version: Type.Integer(),
    before: SectionState,
    after: SectionState,
    detectedAt: Instant,
  },
  { title: 'Change' },
);
export type Change = Static<typeof Change>;

export const SectionParams = Type.Object({
  institution: Type.String(),
  term: Type.String(),
  classNumber: Type.String(),
});
export const SectionList = Type.Object({ sections: Type.Array(SectionState) });
export type SectionList = Static<typeof SectionList>;
export const ChangeList = Type.Object({ changes: Type.Array(Change) });
export type ChangeList = Static<typeof ChangeList>;
export const HISTORY_DEFAULT = 100;
export const HistoryQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: HISTORY_DEFAULT })),
    cursor: Type.Optional(Cursor),
  },
  strict,
);
export const SectionStats = Type.Object(
  {
    watchers: Type.Integer({ description: 'watches that are not paused' }),
    openings7d: Type.Integer({ description: 'how often it opened in the last seven days' }),
    medianOpenSeconds: Type.Optional(
      Type.Integer({ description: 'of the openings of the last seven days that have ended; absent: none has' }),
    ),
    intervalSeconds: Type.Integer({
      description: 'about how often it is looked at; when nobody watches it: would be, if somebody waited for a seat',
    }),
    nextCheckAt: Type.Optional(Type.String({ description: 'an estimate, ISO 8601, UTC; absent: no check is planned' })),
    week: Type.Object(
      {
        from: Instant,
        to: Instant,
        knownSince: Type.String({ description: 'before it, nothing is known. ISO 8601, UTC' }),
        open: Type.Array(Type.Object({ from: Instant, to: Instant })),
      },
      { description: 'when seats were open in the last seven days' },
    ),
    stopped: Type.Optional(
      Type.Enum(['paused', 'term-over'], {
        description: 'why it is not looked at; absent: it is, while it is watched',
      }),
    ),
  },
  { title: 'SectionStats' },
);
export type SectionStats = Static<typeof SectionStats>;
export const History = Type.Object({ changes: Type.Array(Change), nextCursor: Type.Optional(Cursor) });
export type History = Static<typeof History>;
