/** A request that is repeated while the page is visible. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { type ApiError, toApiError } from '../shared/http.ts';

export interface Polled<Value> {
  value: Value | undefined;
  error: ApiError | undefined;
  refresh: () => void;
}

/**
 * Repeats `load`, which must be stable. The next request waits for the last answer. An error keeps the last good value.
 */
export function usePoll<Value>(load: () => Promise<Value>, everyMs: number): Polled<Value> {
  const [value, setValue] = useState<Value>();
  const [error, setError] = useState<ApiError>();
  const [round, setRound] = useState(0);

  useEffect(() => {
    let timer = 0;
    let gone = false;
    const look = (): void => {
      load()
        .then(
          (loaded) => {
            if (!gone) {
              setValue(loaded);
              setError(undefined);
            }
          },
          (thrown: unknown) => {
            if (!gone) setError(toApiError(thrown));
          },
        )
        .finally(() => {
          if (!gone && document.visibilityState === 'visible') timer = window.setTimeout(look, everyMs);
        });
    };
    const wake = (): void => {
      window.clearTimeout(timer);
      if (document.visibilityState === 'visible') look();
    };
    wake();
    document.addEventListener('visibilitychange', wake);
    return () => {
      gone = true;
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', wake);
    };
  }, [load, everyMs, round]);

  const refresh = useCallback(() => setRound((last) => last + 1), []);
  return { value, error, refresh };
}
