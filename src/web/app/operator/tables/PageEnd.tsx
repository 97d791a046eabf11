/** What is below the rows of a table in pages: that there are none, an error, or the button for the next page. */
import type { JSX } from 'preact';
import { ErrorNote } from '../../shared/ErrorNote.tsx';
import type { Pages } from './use-pages.ts';

export function PageEnd({ pages, none }: { pages: Pages<unknown>; none: string }): JSX.Element {
  const { rows, more, busy, error, reload } = pages;
  return (
    <>
      {error && <ErrorNote error={error} retry={reload} />}
      <p class="quiet" role="status">
        {rows === undefined ? (error ? '' : 'Loading…') : rows.length === 0 ? none : `${rows.length} shown`}
        {more === null || rows === undefined ? '' : ', and there are more.'}
      </p>
      {more && (
        <button type="button" class="button button-quiet" disabled={busy} onClick={more}>
          {busy ? 'Loading…' : 'Show more'}
        </button>
      )}
    </>
  );
}
