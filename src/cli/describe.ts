/** Describes a checked section as text. */
import { seatsInDetail, waitlistLine } from '../domain/seat-words.ts';
import type { Meeting, SectionState } from '../domain/section.ts';

/** The result for one section: its state, or the reason why there is none. */
export type Checked =
  | { outcome: 'seen'; state: SectionState }
  | { outcome: 'missing' | 'unseen'; section: string; code: string; message: string };

const UNSEEN = { missing: 'does not exist', unseen: 'unknown' };

export function describe(result: Checked): string {
  if (result.outcome !== 'seen')
    return `${result.section}  ${UNSEEN[result.outcome]}\n  ${result.code} ${result.message}`;
  const { state } = result;
  return [
    `${state.section}  ${state.status.toUpperCase()}`,
    `  ${state.subject} ${state.catalogNumber}  ${state.title}`,
    `  ${[seatsInDetail(state), waitlistLine(state)].filter((part) => part !== undefined).join('; ')}`,
    `  ${state.instructors === null ? 'instructor not shown' : state.instructors.join(', ') || 'no instructor named'}`,
    ...(state.meetings ?? []).map((meeting) => `  ${meetingInWords(meeting)}`),
    `  seen ${state.checkedAt}`,
  ].join('\n');
}

function meetingInWords({ days, start, end, location }: Meeting): string {
  const times = start === null ? '' : `${start}–${end ?? ''}`;
  return [days.join(' '), times, location].filter((part) => part !== '').join('  ');
}
