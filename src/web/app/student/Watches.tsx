/** The student's watches with their live states. */
import type { JSX } from 'preact';
import type { SectionState } from '../../contract/section.ts';
import type { Watch } from '../../contract/watch.ts';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { useWords } from '../shared/words.tsx';
import { CourseWatchItem } from './CourseWatchItem.tsx';
import type { LiveSections } from './live-sections.ts';
import { NotifyButton } from './NotifyButton.tsx';
import { useOnScreen } from './use-on-screen.ts';
import type { WatchesHook } from './use-watches.ts';
import { WatchItem } from './WatchItem.tsx';

interface Props {
  watches: WatchesHook;
  known: LiveSections;
  limit: number;
  nameFor: (watch: Watch) => string;
  onEdit: (state: SectionState, watch: Watch) => void;
}

export function Watches({ watches: hook, known, limit, nameFor, onEdit }: Props): JSX.Element {
  const { t } = useWords();
  const { watches, error, reload } = hook;
  const here = useOnScreen('watches');
  return (
    <>
      <section class="card watches" id="watches" tabIndex={-1} aria-labelledby="watches-title">
        <header class="card-head">
          <h2 id="watches-title">{t('live.watches.title')}</h2>
          {watches && <span class="quiet">{t('live.watches.of', { count: watches.length, limit })}</span>}
        </header>
        {error && <ErrorNote error={error} retry={reload} />}
        {watches?.length === 0 && <p class="quiet">{t('live.watches.none')}</p>}
        <ul class="plain">
          {watches?.map((watch) =>
            isOfCourse(watch) ? (
              <CourseWatchItem key={watch.id} watch={watch} known={known} hook={hook} onEdit={onEdit} />
            ) : (
              <WatchItem
                key={watch.id}
                watch={watch}
                name={nameFor(watch)}
                state={known.states[watch.covers[0] ?? '']}
                nextCheckAt={known.nextChecks[watch.covers[0] ?? '']}
                hook={hook}
                onEdit={onEdit}
              />
            ),
          )}
        </ul>
        {watches !== undefined && watches.length > 0 && <NotifyButton />}
      </section>
      {watches !== undefined && watches.length > 0 && (
        <a class={here ? 'watches-jump watches-here' : 'watches-jump'} href="#watches">
          {t('live.watches.jump', { count: watches.length })}
        </a>
      )}
    </>
  );
}

function isOfCourse(watch: Watch): watch is Watch & { course: string } {
  return watch.course !== undefined;
}
