/** Runs a button's action, which takes a while and may fail. */
import { useCallback, useState } from 'preact/hooks';
import { type ApiError, toApiError } from './http.ts';

export interface Action {
  busy: boolean;
  error: ApiError | undefined;
  run: (work: () => Promise<void>) => void;
}

export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const run = useCallback((work: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    work()
      .catch((thrown: unknown) => setError(toApiError(thrown)))
      .finally(() => setBusy(false));
  }, []);
  return { busy, error, run };
}
