/**
 * One section of the results: a table row, or a card on a phone. The roles are set explicitly, because a table
 * displayed as blocks loses them.
 */
import type { JSX } from 'preact';
import type { SectionState } from '../../contract/section.ts';
import type { Watch } from '../../contract/watch.ts';
import { Ago } from '../shared/Ago.tsx';
import { Icon } from '../shared/Icon.tsx';
import { courseOf, instructorsOf } from '../shared/section-words.ts';
import { useTicking } from '../shared/use-ticking.ts';
import { ClassNumber } from './ClassNumber.tsx';
import { Meetings } from './Meetings.tsx';
import { NextCheck } from './NextCheck.tsx';
import { Seats } from './Seats.tsx';

interface Props {
  state: SectionState;
  nextCheckAt: string | null | undefined;
  watch: Watch | undefined;
  /** Epoch milliseconds at which its last change arrived. */
  changedAt: number | undefined;
  onWatch: (state: SectionState) => void;
}

const FRESH_MS = 10_000;

export function SectionRow({ state, nextCheckAt, watch, changedAt, onWatch }: Props): JSX.Element {
  const fresh = useTicking((now) => changedAt !== undefined && now - changedAt < FRESH_MS);
  return (
    <tr class={fresh ? 'section fresh' : 'section'} role="row" data-section={state.section}>
      <th scope="row" role="rowheader">
        <ClassNumber state={state} />
        <span class="instructor">{instructorsOf(state)}</span>
      </th>
      <td role="cell">
        <Meetings meetings={state.meetings} />
      </td>
      <td role="cell">
        <Seats state={state} />
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
          aria-label={`${watch ? 'Change the watch of' : 'Watch'} ${courseOf(state)}, class ${state.classNumber}`}
        >
          <Icon name={watch ? (watch.paused ? 'pause' : 'check') : 'bell'} />
          {watch ? (watch.paused ? 'Paused' : 'Watching') : 'Watch'}
        </button>
      </td>
    </tr>
  );
}
