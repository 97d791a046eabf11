/** Describes sections and changes in words. */
import { seatsLine } from '../../../domain/seat-words.ts';
import type { Change, ChangeKind, Meeting, SectionState } from '../../contract/section.ts';
import { timeRange } from './time.ts';

/** `CSE 310`. */
export const courseOf = ({ subject, catalogNumber }: SectionState): string => `${subject} ${catalogNumber}`;

/** `Mon, Wed`; empty if there are no days. */
export const meetingDays = ({ days }: Meeting): string => days.join(', ');

/** `4:30–5:45 PM`; `No set time` if the meeting has none. */
export const meetingHours = ({ start, end }: Meeting): string =>
  start !== null && end !== null ? timeRange(start, end) : 'No set time';

const meetingTimes = (meeting: Meeting): string => `${meetingDays(meeting)} ${meetingHours(meeting)}`.trim();

export const instructorsOf = ({ instructors }: SectionState): string =>
  instructors === null ? 'Instructor not shown' : instructors.join(', ') || 'Instructor not named yet';

/** The kinds of change that a watch can have, as the end of a sentence. */
export const KIND_WISHES: Record<ChangeKind, string> = {
  opened: 'a seat opens',
  closed: 'it fills up again',
  seats: 'the number of seats changes',
  waitlist: 'the waitlist moves',
  instructor: 'the instructor changes',
  schedule: 'the time or place changes',
  cancelled: 'it is cancelled',
  listed: 'it is offered again',
};

/** Describes a change in one sentence: `CSE 310, class 66445: a seat opened. 3 of 150 seats open.` */
export function changeSentence({ kind, after, before }: Change): string {
  return `${courseOf(after)}, class ${after.classNumber}: ${happened(kind, before, after)}.`;
}

function happened(kind: ChangeKind, before: SectionState, after: SectionState): string {
  switch (kind) {
    case 'opened':
      return `seats opened, ${seatsLine(after)}`;
    case 'closed':
      return `no open seat any more, was ${seatsLine(before).toLowerCase()}`;
    case 'seats':
      return `seats changed, now ${seatsLine(after)}`;
    case 'waitlist':
      return `the waitlist moved, ${after.waitlist?.count ?? 0} waiting`;
    case 'instructor':
      return `now taught by ${after.instructors?.join(', ') || 'nobody named yet'}`;
    case 'schedule':
      return `new time or place, ${after.meetings?.map(meetingTimes).join('; ') || 'none set'}`;
    case 'cancelled':
      return 'cancelled by the university';
    case 'listed':
      return 'offered again';
    default:
      return kind satisfies never;
  }
}
