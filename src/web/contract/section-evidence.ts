/** Why the state of a section is what it is, for operators. It names no student. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Instant } from '../../store/state-shape.ts';
import { FailedAttempt } from './dead-letters.ts';
import { ChangeKind, SectionState } from './section.ts';

const Told = Type.Object(
  {
    kind: ChangeKind,
    detectedAt: Instant,
    before: Type.String({ description: 'the status before' }),
    after: Type.String(),
  },
  { title: 'a change in short' },
);

export const SectionEvidence = Type.Object(
  {
    section: Type.String(),
    state: Type.Union([SectionState, Type.Null()], { description: 'as it is public; null: never surely seen' }),
    watchers: Type.Integer({ description: 'watches that are not paused' }),
    failures: Type.Integer({ description: 'failed looks in a row' }),
    failedAttempts: Type.Array(FailedAttempt, { description: 'the last ten of them, oldest first' }),
    missingSince: Type.Union([Instant, Type.Null()], { description: 'when an answer first lacked it' }),
    dueAt: Type.Union([Instant, Type.Null()], { description: 'when the next look is due; null: nobody watches it' }),
    changes: Type.Array(Told, { description: 'the last ten, newest first' }),
  },
  { title: 'SectionEvidence' },
);
export type SectionEvidence = Static<typeof SectionEvidence>;
