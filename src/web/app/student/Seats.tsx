/** The seats of a section: status, number, bar, and a note where the number alone could mislead. */
import type { JSX } from 'preact';
import { seatsOf } from '../../../words/section-words.ts';
import type { SectionState } from '../../contract/section.ts';
import { isOld, seatsNote, takenShare } from '../shared/seats.ts';
import { StatusBadge } from '../shared/StatusBadge.tsx';
import { useTicking } from '../shared/use-ticking.ts';
import { useWords } from '../shared/words.tsx';

export function Seats({ state }: { state: SectionState }): JSX.Element {
  const words = useWords();
  const { t, formats } = words;
  const old = useTicking((now) => isOld(state, now));
  const share = takenShare(state);
  const note = seatsNote(state, t);
  const waiting = state.waitlist?.count ?? 0;
  return (
    <div class={old ? 'seats seats-old' : 'seats'}>
      <div class="seats-head">
        <StatusBadge status={state.status} />
        {state.status !== 'cancelled' && <span class="seats-line">{seatsOf(state, words)}</span>}
      </div>
      {share !== null && (
        <div class={`bar bar-${state.status}`} aria-hidden="true">
          <div style={{ width: `${share * 100}%` }} />
        </div>
      )}
      {waiting > 0 && <p class="quiet">{t('live.seats.waiting', { count: waiting })}</p>}
      {note !== undefined && <p class="quiet">{note}</p>}
      {old && <p class="quiet seats-age">{t('live.seats.old', { when: formats.moment(state.checkedAt) })}</p>}
    </div>
  );
}
