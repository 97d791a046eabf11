/** Who is signed in. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Session } from '../../contract/session.ts';
import { fetchSession, signOut } from './about.ts';
import { boot } from './boot.ts';
import { ApiError } from './http.ts';
import { endPush, endPushOfOthers } from './push-owner.ts';

/** undefined: not known yet. null: nobody is signed in. */
export interface SessionHook {
  session: Session | null | undefined;
  /** Asks the server again. */
  look: () => void;
  leave: () => Promise<void>;
  gone: () => void;
}

/** Checks again whenever the page becomes visible, because the mailed link opens in another tab. */
export function useSession(): SessionHook {
  const [session, setSession] = useState<Session | null | undefined>(boot?.session);

  const look = useCallback((): void => {
    if (document.visibilityState !== 'visible') return;
    fetchSession().then(
      // Keeps the same object if nothing has changed, so that nothing is fetched again.
      (found) => setSession((known) => (JSON.stringify(known) === JSON.stringify(found) ? known : found)),
      (error: unknown) =>
        setSession((known) => (error instanceof ApiError && error.status === 401 ? null : (known ?? null))),
    );
  }, []);
  useEffect(() => {
    look();
    document.addEventListener('visibilitychange', look);
    addEventListener('focus', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      removeEventListener('focus', look);
    };
  }, [look]);

  const email = session?.email;
  useEffect(() => {
    if (email !== undefined) void endPushOfOthers(email);
  }, [email]);

  const gone = useCallback(() => setSession(null), []);
  const leave = useCallback(async () => {
    await endPush();
    await signOut();
    setSession(null);
  }, []);
  return { session, look, leave, gone };
}
