/** The schema of a section's state. It documents the API and detects damaged states in the store. */
import type { TSchema } from 'typebox';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { SectionState } from '../domain/section.ts';

export const Instant = Type.String({ description: 'ISO 8601, UTC' });
const Time = Type.Union([Type.String({ description: 'HH:MM, local to the institution' }), Type.Null()]);
const Count = Type.Union([Type.Integer(), Type.Null()], { description: 'null: unlimited' });

const orNeverShown = <Shown extends TSchema>(shown: Shown) =>
  Type.Union([shown, Type.Null()], { description: 'null: no look has ever shown it' });

export const State = Type.Object(
  {
    section: Type.String(),
    institution: Type.String(),
    term: Type.String(),
    classNumber: Type.String(),
    subject: Type.String(),
    catalogNumber: Type.String(),
    title: Type.String(),
    instructors: orNeverShown(Type.Array(Type.String())),
    meetings: orNeverShown(
      Type.Array(
        Type.Object({
          days: Type.Array(Type.Enum(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])),
          start: Time,
          end: Time,
          location: Type.String(),
        }),
      ),
    ),
    status: Type.Enum(['unknown', 'cancelled', 'open', 'reserved', 'waitlist', 'full']),
    seats: Type.Object({
      capacity: Count,
      enrolled: Type.Integer(),
      available: Count,
      reserved: Type.Integer(),
      open: Count,
      rough: Type.Optional(
        Type.Literal(true, {
          description: 'no seat is left, and no more was shown: available may be less, reserved is not known',
        }),
      ),
    }),
    waitlist: orNeverShown(Type.Object({ capacity: Type.Integer(), count: Type.Integer() })),
    campus: Type.Optional(Type.String({ description: 'absent: not shown' })),
    mode: Type.Optional(Type.Enum(['in-person', 'online'], { description: 'absent: not shown' })),
    notes: Type.Optional(
      Type.Object({
        consent: Type.Optional(
          Type.Boolean({ description: 'whether somebody must consent before a student can enrol' }),
        ),
        sharedPool: Type.Optional(Type.String({ description: 'the pool of seats that it shares with other sections' })),
        enrollBy: Type.Optional(Type.String({ description: 'the last day to enrol, YYYY-MM-DD' })),
      }),
    ),
    reservedGroups: Type.Optional(
      Type.Array(Type.Object({ name: Type.String(), capacity: Type.Integer(), enrolled: Type.Integer() }), {
        description: 'who seats are held for; absent: the names are not known',
      }),
    ),
    version: Type.Integer({ minimum: 1 }),
    checkedAt: Instant,
    changedAt: Instant,
  },
  { title: 'SectionState' },
);

const SHAPE = Compile(State);
const SEEN_SEATS = Compile(
  Type.Pick(State, ['status', 'seats', 'waitlist', 'changedAt', 'checkedAt', 'version', 'subject', 'catalogNumber']),
);

/** Whether the part of a stored state that a scheduler needs is valid. */
export function isSeenSeats(part: unknown): boolean {
  return SEEN_SEATS.Check(part);
}

/**
 * `stored` if it is a valid state of this section, else undefined. A stored state is never `unknown`, because a sure
 * look showed it.
 */
export function validState(section: string, stored: unknown): SectionState | undefined {
  if (!SHAPE.Check(stored) || stored.section !== section || stored.status === 'unknown') return undefined;
  return Number.isNaN(Date.parse(stored.checkedAt) + Date.parse(stored.changedAt))
    ? undefined
    : (stored as SectionState);
}

/** Like `validState`, for a state stored as JSON text. */
export function validStateOf(section: string, text: string): SectionState | undefined {
  try {
    return validState(section, JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The error in the dead letter of a section whose state was damaged. */
export const DAMAGED_STATE =
  'the stored state was damaged. It was reset to the last valid state, or to none, and the section is due now';
