/** Connects the chosen watches, the link that was asked for, and the session. */
import { useEffect } from 'preact/hooks';
import type { Session, Waiting } from '../../contract/session.ts';
import type { SessionHook } from '../shared/use-session.ts';
import { useWaiting } from './use-waiting.ts';
import { useWishes, type Wishes } from './wish.ts';

export interface SignInHook extends Wishes {
  state: Waiting['state'];
}

export function useSignIn({ session, look }: Pick<SessionHook, 'session' | 'look'>): SignInHook {
  const wishes = useWishes();
  const { asked, ask, started } = wishes;
  const signedIn = session !== null && session !== undefined;
  const state = useWaiting(signedIn ? null : (asked?.secret ?? null));

  useEffect(() => {
    if (state !== 'used') return;
    if (asked !== null) started(asked.wishes);
    // The link may have been opened in another tab of this browser.
    look();
  }, [state, asked, started, look]);

  useEffect(() => {
    if (!isOf(session, asked?.email)) return;
    started(asked!.wishes);
    ask(null);
  }, [session, asked, started, ask]);

  return { ...wishes, state };
}

/** Whether the session is of the address that the link was sent to. */
function isOf(session: Session | null | undefined, email: string | undefined): boolean {
  return email !== undefined && session?.email === email.toLowerCase();
}
