/**
 * Detects damaged states in the store. The schema is written out instead of built with `Type`, because loading that
 * would double the time that the store's thread takes to start.
 */
import { Compile } from 'typebox/schema';
import type { SectionState } from '../domain/section.ts';

const TEXT = { type: 'string' };
const INTEGER = { type: 'integer' };
const INSTANT = { type: 'string', description: 'ISO 8601, UTC' };
const TIME = orNull({ type: 'string', description: 'HH:MM, local to the institution' });
const COUNT = { ...orNull(INTEGER), description: 'null: unlimited' };

const MEETING = objectOf({
  days: { type: 'array', items: { enum: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] } },
  start: TIME,
  end: TIME,
  location: TEXT,
});
const SEATS = objectOf(
  { capacity: COUNT, enrolled: INTEGER, available: COUNT, reserved: INTEGER, open: COUNT },
  {
    rough: {
      type: 'boolean',
      const: true,
      description: 'no seat is left, and no more was shown: available may be less, reserved is not known',
    },
  },
);
const NOTES = objectOf(
  {},
  {
    consent: { type: 'boolean', description: 'whether somebody must consent before a student can enrol' },
    sharedPool: { ...TEXT, description: 'the pool of seats that it shares with other sections' },
    enrollBy: { ...TEXT, description: 'the last day to enrol, YYYY-MM-DD' },
  },
);
const GROUP = objectOf({ name: TEXT, capacity: INTEGER, enrolled: INTEGER });

const FIELDS = {
  section: TEXT,
  institution: TEXT,
  term: TEXT,
  classNumber: TEXT,
  subject: TEXT,
  catalogNumber: TEXT,
  title: TEXT,
  instructors: orNeverShown({ type: 'array', items: TEXT }),
  meetings: orNeverShown({ type: 'array', items: MEETING }),
  status: { enum: ['unknown', 'cancelled', 'open', 'reserved', 'waitlist', 'full'] },
  seats: SEATS,
  waitlist: orNeverShown(objectOf({ capacity: INTEGER, count: INTEGER })),
  version: { type: 'integer', minimum: 1 },
  checkedAt: INSTANT,
  changedAt: INSTANT,
};
const OPTIONAL_FIELDS = {
  campus: { ...TEXT, description: 'absent: not shown' },
  mode: { enum: ['in-person', 'online'], description: 'absent: not shown' },
  notes: NOTES,
  reservedGroups: {
    type: 'array',
    items: GROUP,
    description: 'who seats are held for; absent: the names are not known',
  },
};

/** JSON Schema. */
export const STATE = { title: 'SectionState', ...objectOf(FIELDS, OPTIONAL_FIELDS) };

const { subject, catalogNumber, status, seats, waitlist, version, checkedAt, changedAt } = FIELDS;
const SHAPE = Compile(STATE);
const SEEN_SEATS = Compile(
  objectOf({ subject, catalogNumber, status, seats, waitlist, version, checkedAt, changedAt }),
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
  if (!SHAPE.Check(stored)) return undefined;
  const state = stored as SectionState;
  const isWrong = state.section !== section || state.status === 'unknown';
  return isWrong || Number.isNaN(Date.parse(state.checkedAt) + Date.parse(state.changedAt)) ? undefined : state;
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

function objectOf(required: Record<string, object>, optional: Record<string, object> = {}): object {
  const names = Object.keys(required);
  return { type: 'object', ...(names.length > 0 && { required: names }), properties: { ...required, ...optional } };
}

function orNull(schema: object): object {
  return { anyOf: [schema, { type: 'null' }] };
}

function orNeverShown(schema: object): object {
  return { ...orNull(schema), description: 'null: no look has ever shown it' };
}
