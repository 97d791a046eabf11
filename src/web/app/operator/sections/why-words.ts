/** Why the state of a section is what it is, in words for operators. Pure. */
import type { SectionEvidence } from '../../../contract/section-evidence.ts';

export function whyWords({ state, failures, missingSince }: SectionEvidence): string {
  if (state === null)
    return failures === 0 ? 'It was never surely seen.' : `Never seen: ${lastLooks(failures)} failed.`;
  if (state.status === 'unknown') return `Unknown: ${lastLooks(failures)} failed.`;
  if (state.status === 'cancelled') return 'Cancelled: the source says so, or no longer lists it.';
  if (missingSince !== null)
    return `Last seen ${state.status}. The last answer lacked it; a search by its number decides whether it is gone.`;
  const sure = `The last sure look showed it ${state.status}.`;
  return failures === 0 ? sure : `${sure} ${capital(lastLooks(failures))} after it failed.`;
}

const lastLooks = (failures: number): string => (failures === 1 ? 'the look' : `the last ${failures} looks`);
const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
