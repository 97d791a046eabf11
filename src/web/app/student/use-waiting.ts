/** Follows what becomes of a sign-in link that this tab has asked for. */
import { useEffect, useState } from 'preact/hooks';
import type { Waiting } from '../../contract/session.ts';
import { ask } from '../shared/http.ts';

const ASK_AGAIN_MS = 3_000;

/** Asks while the page is visible, until the link was used or has expired. `secret`: null when none was asked for. */
export function useWaiting(secret: string | null): Waiting['state'] {
  const [state, setState] = useState<Waiting['state']>('waiting');
  useEffect(() => {
    setState('waiting');
    if (secret === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const gone = new AbortController();
    const look = (): void => {
      clearTimeout(timer);
      if (document.visibilityState !== 'visible') return;
      const path = `/api/v1/session/waiting?${new URLSearchParams({ secret }).toString()}`;
      ask<Waiting>(path, { signal: gone.signal }).then(
        (found) => {
          setState(found.state);
          if (found.state === 'waiting') timer = setTimeout(look, ASK_AGAIN_MS);
        },
        // The server is away for a moment. The link is not.
        () => {
          if (!gone.signal.aborted) timer = setTimeout(look, ASK_AGAIN_MS);
        },
      );
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      gone.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [secret]);
  return state;
}
