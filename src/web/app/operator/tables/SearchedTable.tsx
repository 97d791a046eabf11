/** A table in pages that is searched, filtered and sorted by the server. */
import type { ComponentChildren, JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { Choice } from './Choice.tsx';
import { PageEnd } from './PageEnd.tsx';
import { SearchField } from './SearchField.tsx';
import { Table } from './Table.tsx';
import type { Page } from './use-pages.ts';
import { usePages } from './use-pages.ts';
import { useSettled } from './use-settled.ts';

/** What the rows are asked for with. */
export type TableQuery = Record<'q' | 'filter' | 'sort', string> & { cursor: string | undefined };

/** The choices above the table. '' is the filter that lets everything through. */
export interface Choices<Sort extends string> {
  /** What is searched. */
  label: string;
  filters: Readonly<Record<string, string>>;
  sorts: Readonly<Record<Sort, string>>;
  first: Sort;
}

interface Props<Row, Sort extends string> {
  /** Begins the ids of its elements. */
  id: string;
  title: string;
  choices: Choices<Sort>;
  heads: readonly string[];
  /** Must be stable; another one starts again. */
  load: (query: TableQuery) => Promise<Page<Row>>;
  row: (row: Row) => JSX.Element;
  none: string;
  /** Further choices. */
  children?: ComponentChildren;
}

export function SearchedTable<Row, Sort extends string>(props: Props<Row, Sort>): JSX.Element {
  const { id, title, choices, heads, load, row, none, children } = props;
  const [typed, setTyped] = useState('');
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<Sort>(choices.first);
  const q = useSettled(typed.trim());
  const pages = usePages(
    useCallback((cursor: string | undefined) => load({ q, filter, sort, cursor }), [load, q, filter, sort]),
  );
  return (
    <section class="card" aria-labelledby={`${id}-title`}>
      <h1 id={`${id}-title`}>{title}</h1>
      <form class="table-tools" role="search" onSubmit={(event) => event.preventDefault()}>
        <SearchField id={`${id}-search`} label={choices.label} value={typed} onType={setTyped} />
        {children}
        <Choice id={`${id}-filter`} label="Show" value={filter} options={choices.filters} onChoose={setFilter} />
        <Choice id={`${id}-sort`} label="Sorted by" value={sort} options={choices.sorts} onChoose={setSort} />
      </form>
      {pages.rows !== undefined && pages.rows.length > 0 && <Table heads={heads}>{pages.rows.map(row)}</Table>}
      <PageEnd pages={pages} none={none} />
    </section>
  );
}
