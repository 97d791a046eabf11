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

export function SectionRow({ state: section, nextCheckAt, watch, changedAt, onWatch, chosen }: Props): JSX.Element {
  const fresh = useTicking((now) => changedAt !== undefined && now - changedAt < FRESH_MS);
  const { t } = useWords();
  const name = { course: courseOf(section), classNumber: section.classNumber };
  const state = t(watch ? (watch.paused ? 'search.row.paused' : 'search.row.watching') : 'search.row.watch');
  return (
    <tr class={`section${fresh ? ' fresh' : ''}`} role="row" data-section={section.section}>
      <th scope="row" role="rowheader">
        {!watch && (
          <label class="choose">
            <input type="checkbox" checked={chosen.has(section.section)} onChange={() => chosen.toggle(section)} />
            <span class="visually-hidden">{t('live.chosen.choose', name)}</span>
          </label>
        )}
        <ClassNumber state={section} />
        <Instructors state={section} />
      </th>
      <td role="cell">
        <Meetings meetings={section.meetings} />
      </td>
      <td role="cell">
        <Seats state={section} />
        <SectionFacts state={section} />
      </td>
      <td role="cell" class="quiet checked">
        {/* Beside a table the column says it. */}
        <span class="checked-label">{t('search.columns.checked')} </span>
        <Ago at={section.checkedAt} />
        {nextCheckAt && <NextCheck at={nextCheckAt} />}
      </td>
      <td role="cell" class="section-action">
        <button
          type="button"
          class={watch ? 'button button-tint' : 'button button-accent'}
          onClick={() => onWatch(section)}
          aria-label={watch ? t('search.row.changeThis', { ...name, state }) : t('search.row.watchThis', name)}
        >
          <Icon name={watch ? (watch.paused ? 'pause' : 'check') : 'bell'} />
          {state}
        </button>
      </td>
    </tr>
  );
}
