/** Describes a checked section as text. */
import type { Meeting, SectionState } from '../domain/section.ts';
import { hasWaitlist } from '../domain/section.ts';
import { formats } from '../words/formats.ts';
import { t } from '../words/index.ts';
import { seatsInDetail, waitlistOf } from '../words/section-words.ts';

/** The result for one section: its state, or the reason why there is none. */
export type Checked =
  | { outcome: 'seen'; state: SectionState }
  | { outcome: 'missing' | 'unseen'; section: string; code: string; message: string };

const ENGLISH = { t: t('en'), formats: formats('en') };
const UNSEEN = { missing: 'does not exist', unseen: 'unknown' };

export function describe(result: Checked): string {
  if (result.outcome !== 'seen')
    return `${result.section}  ${UNSEEN[result.outcome]}\n  ${result.code} ${result.message}`;
  const { state } = result;
  return [
    `${state.section}  ${state.status.toUpperCase()}`,
    `  ${state.subject} ${state.catalogNumber}  ${state.title}`,
    `  ${[seatsInDetail(state, ENGLISH), ...waitlistIn(state)].join('; ')}`,
    `  ${state.instructors === null ? 'instructor not shown' : state.instructors.join(', ') || 'no instructor named'}`,
    ...(state.meetings ?? []).map((meeting) => `  ${meetingInWords(meeting)}`),
    `  seen ${state.checkedAt}`,
  ].join('\n');
}

/** Nothing, when there is no waitlist or the source never showed it. */
function waitlistIn(state: SectionState): string[] {
  return hasWaitlist(state.waitlist) ? [waitlistOf(state, ENGLISH)] : [];
}

function meetingInWords({ days, start, end, location }: Meeting): string {
  const times = start === null ? '' : `${start}–${end ?? ''}`;
  return [days.join(' '), times, location].filter((part) => part !== '').join('  ');
}
