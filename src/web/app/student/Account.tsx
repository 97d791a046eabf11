/** The signed-in student, at the top of the page. */
import type { JSX } from 'preact';
import { useWords } from '../shared/words.tsx';
import type { Session } from '../../contract/session.ts';

interface Props {
  session: Session | null | undefined;
  onSignIn: () => void;
  onSignOut: () => void;
}

export function Account({ session, onSignIn, onSignOut }: Props): JSX.Element | null {
  const { t } = useWords();
  if (session === undefined) return null;
  if (session === null)
    return (
      <button type="button" class="button button-quiet" onClick={onSignIn}>
        {t('live.frame.signIn')}
      </button>
    );
  return (
    <>
      <span class="account-email" title={session.email}>
        {session.email}
      </span>
      {session.operator && (
        <a class="button button-quiet" href="/operator">
          Operator
        </a>
      )}
      <button type="button" class="button button-quiet" title={`Signed in as ${session.email}`} onClick={onSignOut}>
        Sign out
      </button>
    </>
  );
}
