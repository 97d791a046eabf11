/** All known sections, and which of them need a look. */
import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { ListedSection, SectionPage } from '../../../contract/section-table.ts';
import { Ago } from '../../shared/Ago.tsx';
import { StatusBadge } from '../../shared/StatusBadge.tsx';
import { moment, timeOfDay } from '../../shared/time.ts';
import { Choice } from '../tables/Choice.tsx';
import type { TableQuery } from '../tables/SearchedTable.tsx';
import { SearchedTable } from '../tables/SearchedTable.tsx';
import type { ViewProps } from '../view-props.ts';

const CHOICES = {
  label: 'Subject, course, class number or title',
  filters: {
    '': 'All',
    watched: 'Watched',
    unseen: 'Watched, unseen for an hour',
    failing: 'Failing',
    cancelled: 'Cancelled',
  },
  sorts: {
    section: 'Number',
    subject: 'Subject',
    watchers: 'Most watchers',
    openings: 'Most openings in 7 days',
    unseen: 'Longest unseen',
  },
  first: 'section',
} as const;
const HEADS = ['Section', 'Title', 'Status', 'Watchers', 'Openings', 'Seen', 'Next look', 'Trouble'];

export function SectionsTable({ api, institutions }: Pick<ViewProps, 'api' | 'institutions'>): JSX.Element {
  const [chosen, choose] = useState('');
  const terms = institutions.flatMap(({ id, terms }) =>
    terms.map(({ term, name }) => [`${id}/${term}`, name] as const),
  );
  const load = useCallback(
    async (query: TableQuery) => {
      const [institution, term] = chosen.split('/');
      const page = await api.get<SectionPage>('/api/v1/operator/sections', { ...query, institution, term });
      return { rows: page.sections, nextCursor: page.nextCursor };
    },
    [api, chosen],
  );
  return (
    <SearchedTable
      id="sections"
      title="Sections"
      choices={CHOICES}
      heads={HEADS}
      load={load}
      row={rowOf}
      none="No section fits."
    >
      <Choice
        id="sections-term"
        label="Term"
        value={chosen}
        options={{ '': 'All', ...Object.fromEntries(terms) }}
        onChoose={choose}
      />
    </SearchedTable>
  );
}

function rowOf(listed: ListedSection): JSX.Element {
  const { section, subject, catalogNumber, title, status, watchers, openings, checkedAt, dueAt } = listed;
  const [, , classNumber] = section.split('/');
  return (
    <tr key={section}>
      <td data-label="Section">
        <a href={`#/sections/${section}`}>
          {subject === null ? section : `${subject} ${catalogNumber} · ${classNumber}`}
        </a>
      </td>
      <td data-label="Title">{title ?? '–'}</td>
      <td data-label="Status">{status === null ? 'never seen' : <StatusBadge status={status} />}</td>
      <td data-label="Watchers">{watchers}</td>
      <td data-label="Openings">{openings}</td>
      <td data-label="Seen">{checkedAt === null ? '–' : <Ago at={checkedAt} />}</td>
      <td data-label="Next look">
        {dueAt === null ? (
          '–'
        ) : (
          <time dateTime={dueAt} title={moment(dueAt)}>
            {timeOfDay(Date.parse(dueAt))}
          </time>
        )}
      </td>
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
  return <>{failures === 0 ? '–' : `${failures} failed ${failures === 1 ? 'look' : 'looks'}`}</>;
}
