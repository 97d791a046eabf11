/** Search results, grouped by course. */
import type { JSX } from 'preact';
import type { SectionState } from '../../contract/section.ts';
import type { Watch } from '../../contract/watch.ts';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { isSeen } from '../shared/live-frames.ts';
import { courseOf } from '../shared/section-words.ts';
import type { LiveSections } from './live-sections.ts';
import { SectionRow } from './SectionRow.tsx';
import type { Search } from './use-search.ts';

interface Props {
  search: Exclude<Search, { phase: 'none' }>;
  known: LiveSections;
  watches: Watch[];
  onWatch: (state: SectionState) => void;
  again: () => void;
}

export function Results({ search, known, watches, onWatch, again }: Props): JSX.Element {
  return (
    <section class="results" aria-labelledby="results-title" aria-busy={search.phase === 'loading'}>
      <h2 id="results-title" class="visually-hidden">
        Results
      </h2>
      <p class="results-count quiet" role="status">
        {summary(search)}
      </p>
      {search.phase === 'failed' && <ErrorNote error={search.error} retry={again} />}
      {search.phase === 'loading' && (
        <div class="skeleton" aria-hidden="true">
          <div />
          <div />
          <div />
        </div>
      )}
      {search.phase === 'done' &&
        byCourse(search.sections).map(([course, sections]) => (
          <Course key={course} sections={sections} known={known} watches={watches} onWatch={onWatch} />
        ))}
    </section>
  );
}

function summary(search: Props['search']): string {
  switch (search.phase) {
    case 'loading':
      return `Looking for “${search.query.text}”. A course that nobody has searched for yet takes a moment…`;
    case 'failed':
      return `“${search.query.text}” could not be looked up.`;
    case 'done':
      return search.sections.length === 0
        ? `No section matches “${search.query.text}” in this term. Try a course such as “CSE 310”, ` +
            'a five-digit class number, or whole words of a title: “machine learning”, not “ML”.'
        : `${sectionCount(search.sections.length)} for “${search.query.text}”`;
    default:
      return search satisfies never;
  }
}

const sectionCount = (count: number): string => (count === 1 ? '1 section' : `${count} sections`);

function byCourse(sections: SectionState[]): [string, SectionState[]][] {
  const courses = new Map<string, SectionState[]>();
  for (const state of sections) {
    const course = `${courseOf(state)} ${state.title}`;
    courses.set(course, [...(courses.get(course) ?? []), state]);
  }
  return [...courses];
}

function Course({
  sections,
  known,
  watches,
  onWatch,
}: Pick<Props, 'known' | 'watches' | 'onWatch'> & { sections: SectionState[] }): JSX.Element {
  const [first] = sections;
  return (
    <article class="card course">
      <h3>
        {first && courseOf(first)} <span class="course-title">{first?.title}</span>
      </h3>
      <table class="sections" role="table">
        <thead role="rowgroup">
          <tr role="row">
            {['Class', 'When and where', 'Seats', 'Checked'].map((head) => (
              <th key={head} scope="col" role="columnheader">
                {head}
              </th>
            ))}
            <th scope="col" role="columnheader">
              <span class="visually-hidden">Watch</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {sections.map((found) => {
            const live = known.states[found.section];
            return (
              <SectionRow
                key={found.section}
                state={live && isSeen(live) ? live : found}
                nextCheckAt={known.nextChecks[found.section]}
                watch={watches.find((watch) => watch.section === found.section)}
                onWatch={onWatch}
                changedAt={known.news.find(({ change }) => change.section === found.section)?.heardAt}
              />
            );
          })}
        </tbody>
      </table>
    </article>
  );
}
