/** What operators did, newest first. */
import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import type { AuditEntry, AuditPage } from '../../../contract/audit.ts';
import { useWords } from '../../shared/words.tsx';
import { PageEnd } from '../tables/PageEnd.tsx';
import { Table } from '../tables/Table.tsx';
import { usePages } from '../tables/use-pages.ts';
import type { ViewProps } from '../view-props.ts';

export function AuditView({ api }: ViewProps): JSX.Element {
  const load = useCallback(
    async (cursor: string | undefined) => {
      const { entries, nextCursor } = await api.get<AuditPage>('/api/v1/audit', { cursor });
      return { rows: entries, nextCursor };
    },
    [api],
  );
  const pages = usePages(load);
  const { formats } = useWords();
  return (
    <section class="card" aria-labelledby="audit-title">
      <header class="card-head">
        <h1 id="audit-title">Audit</h1>
        <button type="button" class="button button-quiet" disabled={pages.busy} onClick={pages.reload}>
          Refresh
        </button>
      </header>
      <p class="quiet">Everything that operators did, newest first. Nothing deletes from it.</p>
      {pages.rows !== undefined && pages.rows.length > 0 && (
        <Table heads={['When', 'Who', 'What', 'To what']}>
          {pages.rows.map((entry, place) => (
            <tr key={place}>
              <td data-label="When">
                <time dateTime={entry.at}>{formats.moment(entry.at)}</time>
              </td>
              <td data-label="Who">{entry.who}</td>
              <td data-label="What">{entry.action.replaceAll('-', ' ')}</td>
              <td data-label="To what">
                <Subject entry={entry} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      <PageEnd pages={pages} none="No operator has done anything yet." />
    </section>
  );
}

const OF_STUDENTS: ReadonlySet<string> = new Set(['suspend-user', 'restore-user', 'send-sign-in-link']);

/** An entry names a student by id. The link leads to who it is, as long as the account exists. */
function Subject({ entry: { action, subject } }: { entry: AuditEntry }): JSX.Element {
  return OF_STUDENTS.has(action) ? <a href={`#/people/${subject}`}>student {subject.slice(0, 8)}</a> : <>{subject}</>;
}
