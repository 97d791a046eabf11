/** One of the student's watches. */
import type { JSX } from 'preact';
import { courseOf, meetingsOf } from '../../../words/section-words.ts';
import type { LiveState } from '../../contract/frames.ts';
import type { SectionState } from '../../contract/section.ts';
import type { Watch } from '../../contract/watch.ts';
import { Ago } from '../shared/Ago.tsx';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { isSeen } from '../shared/live-frames.ts';
import { useAction } from '../shared/use-action.ts';
import { useWords } from '../shared/words.tsx';
import { ClassNumber } from './ClassNumber.tsx';
import { NextCheck } from './NextCheck.tsx';
import { Seats } from './Seats.tsx';
import { SectionHistory } from './SectionHistory.tsx';
import { SectionPace } from './SectionPace.tsx';
import type { WatchesHook } from './use-watches.ts';
import { WatchButtons } from './WatchButtons.tsx';
import { ToldTimes, WatchState } from './WatchState.tsx';

interface Props {
  watch: Watch;
  /** What students call it: `CSE 310 · 66445`. */
  name: string;
  state: LiveState | undefined;
  nextCheckAt: string | null | undefined;
  hook: WatchesHook;
  onEdit: (state: SectionState, watch: Watch) => void;
}

export function WatchItem({ watch, name, state, nextCheckAt, hook, onEdit }: Props): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { busy, error, run } = useAction();
  const seen = state !== undefined && isSeen(state) ? state : undefined;
  return (
    <li class={watch.paused ? 'watch watch-paused' : 'watch'} data-watch={watch.section}>
      <h3>
        {seen ? (
          <>
            {courseOf(seen)} <ClassNumber state={seen} />
          </>
        ) : (
          name
        )}
      </h3>
      {seen && (
        <p class="quiet">
          {seen.title}
          <br />
          {meetingsOf(seen, words)}
          {seen.instructors !== null && seen.instructors.length > 0 && ` · ${seen.instructors.join(', ')}`}
        </p>
      )}
      {seen && <Seats state={seen} />}
      {state !== undefined && !seen && (
        <p class="quiet">{t(watch.verified ? 'live.item.unseen' : 'live.item.looking')}</p>
      )}
      <p class="quiet checked">
        <WatchState watch={watch} />
        {seen && (
          <>
            {' '}
            {t('live.item.seen')} <Ago at={seen.checkedAt} />
            {nextCheckAt && <NextCheck at={nextCheckAt} />}
          </>
        )}
      </p>
      <ToldTimes watch={watch} />
      {seen && !watch.paused && <SectionPace section={seen.section} />}
      {error && <ErrorNote error={error} />}
      <WatchButtons
        watch={watch}
        name={name}
        hook={hook}
        busy={busy}
        run={run}
        onEdit={seen ? () => onEdit(seen, watch) : null}
      />
      {seen && <SectionHistory section={seen.section} name={name} />}
    </li>
  );
}
