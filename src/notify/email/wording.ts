/** How mails describe a section. Every value from the site passes through `plain`. */
import { waitlistLine } from '../../domain/seat-words.ts';
import type { Meeting, SectionState, Status } from '../../domain/section.ts';

const LONGEST_VALUE = 200;

/** Makes one line of limited length, without control or invisible characters. It is safe in a header. */
export function plain(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return line.length <= LONGEST_VALUE ? line : `${line.slice(0, LONGEST_VALUE - 1)}…`;
}

/** `CSE 310 Data Structures and Algorithms`. */
export function courseOf({ subject, catalogNumber, title }: SectionState): string {
  return plain(`${subject} ${catalogNumber} ${title}`);
}

export function waitlistOf(state: SectionState): string {
  return state.waitlist === null ? 'not shown' : (waitlistLine(state) ?? 'none');
}

export function instructorsOf({ instructors }: SectionState): string {
  if (instructors === null) return 'not shown';
  return instructors.length === 0 ? 'not announced' : plain(instructors.join(', '));
}

export function meetingsOf({ meetings }: SectionState): string {
  if (meetings === null) return 'not shown';
  return meetings.length === 0 ? 'no set times' : plain(meetings.map(meetingOf).join('; '));
}

function meetingOf({ days, start, end, location }: Meeting): string {
  const times = start === null || end === null ? '' : `${start}–${end}`;
  return [[...days, times].filter(Boolean).join(' '), location].filter(Boolean).join(', ') || 'no set times';
}

/** Completes a sentence that ends with "now". `again`: the section had this status before the change, too. */
export function nowIs(status: Status, again: boolean): string {
  const back = again ? ' again' : '';
  switch (status) {
    case 'open':
      return 'it is open';
    case 'full':
      return `it is full${back}`;
    case 'waitlist':
      return `it is full${back}, with room on the waitlist`;
    case 'reserved':
      return 'the only seats left are held for groups';
    case 'cancelled':
      return 'it is cancelled';
    case 'unknown':
      return 'we cannot see it, so please check for yourself';
    default:
      return status satisfies never;
  }
}

/** The same in a subject line. */
export const NOW_IN_SUBJECT: Readonly<Record<Status, string>> = {
  open: 'now open',
  full: 'now full',
  waitlist: 'now full with a waitlist',
  reserved: 'now held for groups',
  cancelled: 'now cancelled',
  unknown: 'now unconfirmed',
};

/** Wall-clock time at the institution: `14:03 on Mon, Nov 23 (MST)`. */
export function timeAt(instant: number | string, timeZone: string): string {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatterFor(timeZone).formatToParts(new Date(instant))) parts[type] = value;
  return `${parts.hour}:${parts.minute} on ${parts.weekday}, ${parts.month} ${parts.day} (${parts.timeZoneName})`;
}

/** Kept, because creating one takes longer than composing the rest of a mail. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const formatter =
    formatters.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    });
  formatters.set(timeZone, formatter);
  return formatter;
}
