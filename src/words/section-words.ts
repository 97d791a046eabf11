/** Describes a section in the reader's language. */
import type { Meeting, SectionState } from '../domain/section.ts';
import { hasWaitlist, UNLIMITED } from '../domain/section.ts';
import type { Formats } from './formats.ts';
import type { Translate } from './typed.ts';

/** The reader's language, as far as these functions need it. */
export interface Reading {
  t: Translate;
  formats: Pick<Formats, 'hours' | 'weekday'>;
}

/** `CSE 310`. */
export const courseOf = ({ subject, catalogNumber }: SectionState): string => `${subject} ${catalogNumber}`;

/** `CSE 310 · 66445`. */
export function nameOf(state: SectionState, { t }: Reading): string {
  return t('section.name', { course: courseOf(state), classNumber: state.classNumber });
}

/** `CSE 310 · 66445 (Mon Wed 4:30 PM)`; without the time when the section has none. */
export function nameWithTime(state: SectionState, reading: Reading): string {
  const [first] = state.meetings ?? [];
  if (first === undefined || first.days.length === 0 || first.start === null) return nameOf(state, reading);
  const { t, formats } = reading;
  const time = `${daysOf(first, reading)} ${formats.hours(first.start)}`;
  return t('section.nameWithTime', { course: courseOf(state), classNumber: state.classNumber, time });
}

/**
 * What a watch is about: `CSE 310 · 66445`, `class 66445` while the section was never seen, or `any section of CSE
 * 310`.
 */
export function watchedName(
  { section, course }: { section?: string | undefined; course?: string | undefined },
  state: SectionState | null,
  reading: Reading,
): string {
  if (state !== null) return nameOf(state, reading);
  const [, , first = '', second = ''] = (course ?? section ?? '').split('/');
  return course === undefined
    ? reading.t('section.classOnly', { classNumber: first })
    : reading.t('section.anyOf', { course: `${first} ${second}` });
}

/** `3 of 150 seats open`. Seats are called open only when any student can take them; otherwise they are left. */
export function seatsOf({ status, seats }: SectionState, { t }: Reading): string {
  const { capacity, enrolled, available } = seats;
  if (capacity === null || capacity === UNLIMITED) return t('section.noLimit', { enrolled });
  if (available !== null && available < 0) return t('section.overFilled', { over: -available, count: capacity });
  const open = seats.open ?? 0;
  return t(status === 'open' || open === 0 ? 'section.open' : 'section.left', { open, count: capacity });
}

/** `3 of 150 seats open (145 enrolled, 2 held for groups)`. */
export function seatsInDetail(state: SectionState, reading: Reading): string {
  const { t } = reading;
  const { capacity, enrolled, reserved, rough } = state.seats;
  // The line already gives the enrolment, or the enrolment is not known.
  if (capacity === null || capacity === UNLIMITED || rough === true) return seatsOf(state, reading);
  const held = reserved > 0 ? `, ${t('section.held', { held: reserved })}` : '';
  return `${seatsOf(state, reading)} (${t('section.enrolled', { enrolled })}${held})`;
}

/** `14 waiting, room for 20`. */
export function waitlistOf({ waitlist }: SectionState, { t }: Reading): string {
  if (waitlist === null) return t('section.notShown');
  if (!hasWaitlist(waitlist)) return t('section.noWaitlist');
  return t('section.waiting', { count: waitlist.count, capacity: waitlist.capacity });
}

export function instructorsOf({ instructors }: SectionState, { t }: Reading): string {
  return instructors === null ? t('section.notShown') : instructors.join(', ') || t('section.notNamed');
}

/** `Mon Wed 4:30–5:45 PM, Tempe - PSH153; …`. */
export function meetingsOf({ meetings }: SectionState, reading: Reading): string {
  if (meetings === null) return reading.t('section.notShown');
  return meetings.map((meeting) => meetingOf(meeting, reading)).join('; ') || reading.t('section.noTimes');
}

function meetingOf(meeting: Meeting, reading: Reading): string {
  const { start, end, location } = meeting;
  const hours = start === null || end === null ? '' : reading.formats.hours(start, end);
  const when = [daysOf(meeting, reading), hours].filter(Boolean).join(' ');
  return [when, location].filter(Boolean).join(', ') || reading.t('section.noTimes');
}

/** `Mon Wed`. */
export const daysOf = ({ days }: Meeting, { formats }: Reading): string =>
  days.map((day) => formats.weekday(day)).join(' ');

/** `4:30–5:45 PM`. */
export const hoursOf = ({ start, end }: Meeting, { t, formats }: Reading): string =>
  start === null || end === null ? t('section.noTime') : formats.hours(start, end);
