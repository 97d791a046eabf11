/** The seats of a section: status, number, bar, and a note where the number alone could mislead. */
import type { JSX } from 'preact';
import { seatsLine, waitlistLine } from '../../../domain/seat-words.ts';
import type { SectionState } from '../../contract/section.ts';
import { seatsNote, takenShare } from '../shared/seats.ts';
import { StatusBadge } from '../shared/StatusBadge.tsx';

export function Seats({ state }: { state: SectionState }): JSX.Element {
  const share = takenShare(state);
  const note = seatsNote(state);
  const waiting = waitlistLine(state);
  return (
    <div class="seats">
      <div class="seats-head">
        <StatusBadge status={state.status} />
        {state.status !== 'cancelled' && <span class="seats-line">{seatsLine(state)}</span>}
      </div>
      {share !== null && (
        <div class={`bar bar-${state.status}`} aria-hidden="true">
          <div style={{ width: `${share * 100}%` }} />
        </div>
      )}
      {waiting !== undefined && <p class="quiet">{waiting}</p>}
      {note !== undefined && <p class="quiet">{note}</p>}
    </div>
  );
}
