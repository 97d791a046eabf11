/** Search results, grouped by course, with what they are: as of when, how many, and whether they are complete. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { SectionState } from '../../contract/section.ts';
import type { Watch } from '../../contract/watch.ts';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { isSeen } from '../shared/live-frames.ts';
import { useWords } from '../shared/words.tsx';
import { ChosenBar } from './ChosenBar.tsx';
import { CourseResults } from './CourseResults.tsx';
import type { LiveSections } from './live-sections.ts';
import { inOrder, type Order, ORDERS } from './search-order.ts';
import { SearchSummary } from './SearchSummary.tsx';
import type { Chosen } from './use-chosen.ts';
import type { Search } from './use-search.ts';

interface Props {
  search: Exclude<Search, { phase: 'none' }>;
  known: LiveSections;
  /** undefined: not known yet. */
  watches: Watch[] | undefined;
  onWatch: (state: SectionState) => void;
  chosen: Chosen;
  onWatchChosen: () => void;
  again: () => void;
}

export function Results({ search, known, watches: mine, onWatch, chosen, onWatchChosen, again }: Props): JSX.Element {
  const { t } = useWords();
  const [order, setOrder] = useState<Order>('course');
  const watches = mine ?? [];
  const sections = search.phase === 'done' ? search.answer.sections : [];
  const now = sections.map((found) => {
    const live = known.states[found.section];
    return live && isSeen(live) ? live : found;
  });
  // As they were when the results came: a watch that starts must not move the row under the student's finger.
  const watchedFirst = useMemo(
    () => new Set(watches.map(({ section }) => section)),
    [search.query, order, mine !== undefined],
  );
  return (
    <section
      class="results"
      aria-labelledby="results-title"
      aria-busy={search.phase === 'loading' || (search.phase === 'done' && search.refreshing)}
    >
      <h2 id="results-title" class="visually-hidden">
        {t('search.results')}
      </h2>
      <div class="results-head">
        <SearchSummary search={search} />
        {sections.length > 1 && (
          <div class="field results-order">
            <label for="results-order">{t('search.order.title')}</label>
            <select id="results-order" value={order} onChange={(event) => setOrder(event.currentTarget.value as Order)}>
              {ORDERS.map((each) => (
                <option key={each} value={each}>
                  {t(`search.order.${each}`)}
                </option>
              ))}
            </select>
          </div>
        )}
      </div>
      {search.phase === 'failed' && <ErrorNote error={search.error} retry={again} />}
      {search.phase === 'loading' && (
        <div class="skeleton" aria-hidden="true">
          <div />
          <div />
          <div />
        </div>
      )}
      {inOrder(now, order, (section) => watchedFirst.has(section)).map((course) => (
        <CourseResults
          key={course[0]!.section}
          sections={course}
          known={known}
          watches={watches}
          onWatch={onWatch}
          chosen={chosen}
        />
      ))}
      <ChosenBar chosen={chosen} onWatch={onWatchChosen} />
    </section>
  );
}
