/** The found sections of one course. */
import type { JSX } from 'preact';
import { courseOf } from '../../../words/section-words.ts';
import type { SectionState } from '../../contract/section.ts';
import type { Watch } from '../../contract/watch.ts';
import { useWords } from '../shared/words.tsx';
import type { LiveSections } from './live-sections.ts';
import { SectionRow } from './SectionRow.tsx';
import type { Chosen } from './use-chosen.ts';

interface Props {
  sections: SectionState[];
  known: LiveSections;
  watches: Watch[];
  onWatch: (state: SectionState) => void;
  chosen: Chosen;
}

const COLUMNS = ['class', 'when', 'seats', 'checked'] as const;

export function CourseResults({ sections, known, watches, onWatch, chosen }: Props): JSX.Element {
  const { t } = useWords();
  const [first] = sections;
  return (
    <article class="card course">
      <h3>
        {first && courseOf(first)} <span class="course-title">{first?.title}</span>
      </h3>
      <table class="sections" role="table">
        <thead role="rowgroup">
          <tr role="row">
            {COLUMNS.map((column) => (
              <th key={column} scope="col" role="columnheader">
                {t(`search.columns.${column}`)}
              </th>
            ))}
            <th scope="col" role="columnheader">
              <span class="visually-hidden">{t('search.columns.watch')}</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {sections.map((state) => (
            <SectionRow
              key={state.section}
              state={state}
              nextCheckAt={known.nextChecks[state.section]}
              watch={watches.find((watch) => watch.section === state.section)}
              onWatch={onWatch}
              chosen={chosen}
              changedAt={known.news.find(({ change }) => change.section === state.section)?.heardAt}
            />
          ))}
        </tbody>
      </table>
    </article>
  );
}
