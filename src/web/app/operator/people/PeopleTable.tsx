import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import type { User, UserPage } from '../../../contract/users.ts';
import { Ago } from '../../shared/Ago.tsx';
import type { TableQuery } from '../tables/SearchedTable.tsx';
import { SearchedTable } from '../tables/SearchedTable.tsx';
import type { ViewProps } from '../view-props.ts';

const CHOICES = {
  label: 'Part of an address',
  filters: { '': 'Everybody', suspended: 'Suspended', muted: 'With a muted channel', 'no-watches': 'No watches' },
  sorts: { email: 'Address', newest: 'Newest', watches: 'Most watches' },
  first: 'email',
} as const;
const HEADS = ['Address', 'Watches', 'Since', 'Last seen', 'State'];

export function PeopleTable({ api }: ViewProps): JSX.Element {
  const load = useCallback(
    async (query: TableQuery) => {
      const { users, nextCursor } = await api.get<UserPage>('/api/v1/users', query);
      return { rows: users, nextCursor };
    },
    [api],
  );
  return (
    <SearchedTable
      id="people"
      title="People"
      choices={CHOICES}
      heads={HEADS}
      load={load}
      row={rowOf}
      none="Nobody fits."
    />
  );
}

function rowOf(user: User): JSX.Element {
  return (
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
  );
}

export function stateOf({ suspended, muted }: Pick<User, 'suspended' | 'muted'>): string {
  if (suspended) return 'suspended';
  return muted ? 'a channel is muted' : 'active';
}
