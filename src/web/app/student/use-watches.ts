/** The student's watches, kept in sync with the server. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { NewWatch, Watch, WatchList, WatchPatch } from '../../contract/watch.ts';
import { type ApiError, ask, toApiError } from '../shared/http.ts';

export interface WatchesHook {
  /** undefined until loaded. */
  watches: Watch[] | undefined;
  error: ApiError | undefined;
  reload: () => void;
  /** `add`, `change` and `remove` reject with ApiError. */
  add: (wished: readonly NewWatch[]) => Promise<void>;
  change: (id: string, patch: WatchPatch) => Promise<void>;
  remove: (id: string) => Promise<void>;
}

const ROUTE = '/api/v1/watches';

/** `email` is null if nobody is signed in. `onSignedOut` (stable) is called when the session has ended. */
export function useWatches(email: string | null, onSignedOut: () => void): WatchesHook {
  const [watches, setWatches] = useState<Watch[]>();
  const [error, setError] = useState<ApiError>();

  const reload = useCallback(() => {
    if (email === null) return setWatches(undefined);
    ask<WatchList>(ROUTE).then(
      (answer) => {
        setWatches(answer.watches);
        setError(undefined);
      },
      (thrown: unknown) => {
        const failure = toApiError(thrown);
        setError(failure);
        if (failure.status === 401) onSignedOut();
      },
    );
  }, [email, onSignedOut]);
  useEffect(() => {
    reload();
    // Another tab or a link in a mail may have changed them, and pauses end by themselves.
    const look = (): void => {
      if (document.visibilityState === 'visible') reload();
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [reload]);

  const add = useCallback(async (wished: readonly NewWatch[]) => {
    for (const body of wished) {
      const watch = await ask<Watch>(ROUTE, { method: 'POST', body });
      setWatches((known = []) => [...known, watch]);
    }
  }, []);
  const change = useCallback(async (id: string, patch: WatchPatch) => {
    const watch = await ask<Watch>(`${ROUTE}/${id}`, { method: 'PATCH', body: patch });
    setWatches((known = []) => known.map((other) => (other.id === id ? watch : other)));
  }, []);
  const remove = useCallback(async (id: string) => {
    await ask(`${ROUTE}/${id}`, { method: 'DELETE' });
    setWatches((known = []) => known.filter((other) => other.id !== id));
  }, []);

  return { watches, error, reload, add, change, remove };
}
