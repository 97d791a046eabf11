/**
 * One section of the results: a table row, or a card on a phone. The roles are set explicitly, because a table
 * displayed as blocks loses them.
 */
import type { JSX } from 'preact';
import { courseOf } from '../../../words/section-words.ts';
import type { SectionState } from '../../contract/section.ts';
import type { Watch } from '../../contract/watch.ts';
import { Ago } from '../shared/Ago.tsx';
import { Icon } from '../shared/Icon.tsx';
import { useTicking } from '../shared/use-ticking.ts';
import { useWords } from '../shared/words.tsx';
import { ClassNumber } from './ClassNumber.tsx';
import { Instructors } from './Instructors.tsx';
import { Meetings } from './Meetings.tsx';
import { NextCheck } from './NextCheck.tsx';
import { Seats } from './Seats.tsx';
import { SectionFacts } from './SectionFacts.tsx';
import type { Chosen } from './use-chosen.ts';

interface Props {
  state: SectionState;
  nextCheckAt: string | null | undefined;
  watch: Watch | undefined;
  /** Epoch milliseconds at which its last change arrived. */
  changedAt: number | undefined;
  onWatch: (state: SectionState) => void;
  chosen: Chosen;
}

const FRESH_MS = 10_000;

export function SectionRow({ state, nextCheckAt, watch, changedAt, onWatch, chosen }: Props): JSX.Element {
  const fresh = useTicking((now) => changedAt !== undefined && now - changedAt < FRESH_MS);
  const { t } = useWords();
  const name = { course: courseOf(state), classNumber: state.classNumber };
  return (
    <tr class={`section${fresh ? ' fresh' : ''}`} role="row" data-section={state.section}>
      <th scope="row" role="rowheader">
        {!watch && (
          <label class="choose">
            <input type="checkbox" checked={chosen.has(state.section)} onChange={() => chosen.toggle(state)} />
            <span class="visually-hidden">{t('live.chosen.choose', name)}</span>
          </label>
        )}
        <ClassNumber state={state} />
        <Instructors state={state} />
      </th>
      <td role="cell">
        <Meetings meetings={state.meetings} />
      </td>
      <td role="cell">
        <Seats state={state} />
        <SectionFacts state={state} />
      </td>
      <td role="cell" class="quiet checked">
        <Ago at={state.checkedAt} />
        {nextCheckAt && <NextCheck at={nextCheckAt} />}
      </td>
      <td role="cell" class="section-action">
        <button
          type="button"
          class={watch ? 'button button-tint' : 'button button-accent'}
          onClick={() => onWatch(state)}
          aria-label={t(watch ? 'search.row.changeThis' : 'search.row.watchThis', name)}
        >
          <Icon name={watch ? (watch.paused ? 'pause' : 'check') : 'bell'} />
          {t(watch ? (watch.paused ? 'search.row.paused' : 'search.row.watching') : 'search.row.watch')}
        </button>
      </td>
    </tr>
  );
}
