/** The rows of a table that comes in pages. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type ApiError, toApiError } from '../../shared/http.ts';

export interface Page<Row> {
  rows: Row[];
  nextCursor?: string | undefined;
}

export interface Pages<Row> {
  /** undefined until the first page has come. */
  rows: Row[] | undefined;
  /** Loads the next page; null: there is none. */
  more: (() => void) | null;
  busy: boolean;
  error: ApiError | undefined;
  /** Loads the first page again. */
  reload: () => void;
}

/** `load` must be stable; another one starts again. The rows before stay in view until its first page has come. */
export function usePages<Row>(load: (cursor: string | undefined) => Promise<Page<Row>>): Pages<Row> {
  const [rows, setRows] = useState<Row[]>();
  const [next, setNext] = useState<string>();
  const [busy, setBusy] = useState(true);
  const [error, setError] = useState<ApiError>();
  // An answer to an earlier question is ignored.
  const asked = useRef(0);
  const read = useCallback(
    (cursor: string | undefined): void => {
      asked.current += 1;
      const question = asked.current;
      const settle = (change: () => void): void => {
        if (question !== asked.current) return;
        setBusy(false);
        change();
      };
      setBusy(true);
      load(cursor).then(
        (page) =>
          settle(() => {
            setError(undefined);
            setNext(page.nextCursor);
            setRows((before = []) => (cursor === undefined ? page.rows : [...before, ...page.rows]));
          }),
        (thrown: unknown) => settle(() => setError(toApiError(thrown))),
      );
    },
    [load],
  );
  const reload = useCallback(() => read(undefined), [read]);
  useEffect(reload, [reload]);
  return { rows, more: next === undefined ? null : () => read(next), busy, error, reload };
}
