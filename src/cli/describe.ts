/** A checked section in words, for people. */
import type { Meeting, SectionState } from '../domain/section.ts';
import type { Checked } from './check.ts';

export function describe(result: Checked): string {
  if (result.outcome !== 'seen')
    return `${result.section}  ${result.outcome === 'missing' ? 'does not exist' : 'unknown'}\n  ${result.code} ${result.message}`;
  const { state } = result;
  return [
    `${state.section}  ${state.status.toUpperCase()}`,
    `  ${state.subject} ${state.catalogNumber}  ${state.title}`,
    `  ${seatsInWords(state)}`,
    `  ${state.instructors === null ? 'instructor not shown' : state.instructors.join(', ') || 'no instructor named'}`,
    ...(state.meetings ?? []).map((meeting) => `  ${meetingInWords(meeting)}`),
  ].join('\n');
}

function seatsInWords({ seats, waitlist }: SectionState): string {
  const capacity =
    seats.capacity === null
      ? 'no limit'
      : seats.rough
        ? `none left of ${seats.capacity}`
        : `${seats.enrolled} of ${seats.capacity} taken, ${seats.open} open`;
  const reserved = seats.reserved > 0 ? `, ${seats.reserved} reserved` : '';
  const waiting =
    waitlist === null || waitlist.capacity === 0 ? '' : `, ${waitlist.count} of ${waitlist.capacity} on the waitlist`;
  return `${capacity}${reserved}${waiting}`;
}

function meetingInWords({ days, start, end, location }: Meeting): string {
  const times = start === null ? '' : `${start}–${end ?? ''}`;
  return [days.join(' '), times, location].filter((part) => part !== '').join('  ');
}
