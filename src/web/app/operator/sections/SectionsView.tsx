/** All known sections, and which of them need a look. */
import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { ListedSection, SectionPage } from '../../../contract/section-table.ts';
import { Ago } from '../../shared/Ago.tsx';
import { Choice } from '../tables/Choice.tsx';
import { PageEnd } from '../tables/PageEnd.tsx';
import { SearchField } from '../tables/SearchField.tsx';
import { usePages } from '../tables/use-pages.ts';
import { useSettled } from '../tables/use-settled.ts';
import type { ViewProps } from '../view-props.ts';

const FILTERS = {
  '': 'All',
  watched: 'Watched',
  unseen: 'Watched, unseen for an hour',
  failing: 'Failing',
  cancelled: 'Cancelled',
};
const SORTS = { section: 'Number', watchers: 'Most watchers', unseen: 'Longest unseen' };
const HEADS = ['Section', 'Title', 'Status', 'Watchers', 'Seen', 'Next look', 'Trouble'];

export function SectionsView({ api }: ViewProps): JSX.Element {
  const [typed, setTyped] = useState('');
  const [filter, setFilter] = useState<keyof typeof FILTERS>('');
  const [sort, setSort] = useState<keyof typeof SORTS>('section');
  const q = useSettled(typed.trim());
  const load = useCallback(
    async (cursor: string | undefined) => {
      const page = await api.get<SectionPage>('/api/v1/operator/sections', { q, filter, sort, cursor });
      return { rows: page.sections, nextCursor: page.nextCursor };
    },
    [api, q, filter, sort],
  );
  const pages = usePages(load);
  return (
    <section class="card" aria-labelledby="sections-title">
      <h1 id="sections-title">Sections</h1>
      <form class="table-tools" role="search" onSubmit={(event) => event.preventDefault()}>
        <SearchField id="sections-search" label="Course, class number or title" value={typed} onType={setTyped} />
        <Choice id="sections-filter" label="Show" value={filter} options={FILTERS} onChoose={setFilter} />
        <Choice id="sections-sort" label="Sorted by" value={sort} options={SORTS} onChoose={setSort} />
      </form>
      {pages.rows !== undefined && pages.rows.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              {HEADS.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{pages.rows.map(row)}</tbody>
        </table>
      )}
      <PageEnd pages={pages} none="No section fits." />
    </section>
  );
}

function row(listed: ListedSection): JSX.Element {
  const { section, subject, catalogNumber, title, status, watchers, checkedAt, dueAt } = listed;
  const [, , classNumber] = section.split('/');
  return (
    <tr key={section}>
      <td data-label="Section">{subject === null ? section : `${subject} ${catalogNumber} · ${classNumber}`}</td>
      <td data-label="Title">{title ?? '–'}</td>
      <td data-label="Status">{status ?? 'never seen'}</td>
      <td data-label="Watchers">{watchers}</td>
      <td data-label="Seen">{checkedAt === null ? '–' : <Ago at={checkedAt} />}</td>
      <td data-label="Next look">{dueAt === null ? '–' : <time dateTime={dueAt}>{dueAt.slice(11, 19)} UTC</time>}</td>
      <td data-label="Trouble">{troubleOf(listed)}</td>
    </tr>
  );
}

function troubleOf({ failures, missingSince }: ListedSection): JSX.Element {
  if (missingSince !== null)
    return (
      <>
        missing since <Ago at={missingSince} />
      </>
    );
  return <>{failures === 0 ? '–' : `${failures} failed looks`}</>;
}
