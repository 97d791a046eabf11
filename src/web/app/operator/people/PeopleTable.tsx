import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { User, UserPage } from '../../../contract/users.ts';
import { Ago } from '../../shared/Ago.tsx';
import { Choice } from '../tables/Choice.tsx';
import { PageEnd } from '../tables/PageEnd.tsx';
import { SearchField } from '../tables/SearchField.tsx';
import { usePages } from '../tables/use-pages.ts';
import { useSettled } from '../tables/use-settled.ts';
import type { ViewProps } from '../view-props.ts';

const FILTERS = { '': 'Everybody', suspended: 'Suspended', muted: 'With a muted channel', 'no-watches': 'No watches' };
const SORTS = { email: 'Address', newest: 'Newest', watches: 'Most watches' };

export function PeopleTable({ api }: ViewProps): JSX.Element {
  const [typed, setTyped] = useState('');
  const [filter, setFilter] = useState<keyof typeof FILTERS>('');
  const [sort, setSort] = useState<keyof typeof SORTS>('email');
  const q = useSettled(typed.trim());
  const load = useCallback(
    async (cursor: string | undefined) => {
      const { users, nextCursor } = await api.get<UserPage>('/api/v1/users', { q, filter, sort, cursor });
      return { rows: users, nextCursor };
    },
    [api, q, filter, sort],
  );
  const pages = usePages(load);
  return (
    <section class="card" aria-labelledby="people-title">
      <h1 id="people-title">People</h1>
      <form class="table-tools" role="search" onSubmit={(event) => event.preventDefault()}>
        <SearchField id="people-search" label="Part of an address" value={typed} onType={setTyped} />
        <Choice id="people-filter" label="Show" value={filter} options={FILTERS} onChoose={setFilter} />
        <Choice id="people-sort" label="Sorted by" value={sort} options={SORTS} onChoose={setSort} />
      </form>
      {pages.rows !== undefined && pages.rows.length > 0 && <Rows users={pages.rows} />}
      <PageEnd pages={pages} none="Nobody fits." />
    </section>
  );
}

function Rows({ users }: { users: User[] }): JSX.Element {
  return (
    <table class="table">
      <thead>
        <tr>
          {['Address', 'Watches', 'Since', 'Last seen', 'State'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <tr key={user.id}>
            <td data-label="Address">
              <a href={`#/people/${user.id}`}>{user.email}</a>
            </td>
            <td data-label="Watches">{user.watchCount}</td>
            <td data-label="Since">
              <Ago at={user.createdAt} />
            </td>
            <td data-label="Last seen">{user.lastSeenAt === undefined ? '–' : <Ago at={user.lastSeenAt} />}</td>
            <td data-label="State">{stateOf(user)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function stateOf({ suspended, muted }: Pick<User, 'suspended' | 'muted'>): string {
  if (suspended) return 'suspended';
  return muted ? 'a channel is muted' : 'active';
}
