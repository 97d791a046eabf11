/** Loads something once for a page, with its error and a way to retry. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { type ApiError, toApiError } from './http.ts';

export interface Loaded<Value> {
  value: Value | undefined;
  error: ApiError | undefined;
  reload: () => void;
}

/**
 * `load` must be a stable function. A failed reload keeps the previous value beside the error. `first`: a value that is
 * known already, so that nothing is loaded.
 */
export function useLoaded<Value>(load: () => Promise<Value>, first?: Value): Loaded<Value> {
  const [value, setValue] = useState(first);
  const [error, setError] = useState<ApiError>();
  const reload = useCallback(() => {
    load().then(
      (loaded) => {
        setValue(loaded);
        setError(undefined);
      },
      (thrown: unknown) => setError(toApiError(thrown)),
    );
  }, [load]);
  useEffect(() => {
    if (first === undefined) reload();
  }, [reload]);
  return { value, error, reload };
}
