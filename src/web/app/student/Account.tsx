/** The signed-in student, at the top of the page. */
import type { JSX } from 'preact';
import type { Session } from '../../contract/session.ts';
import { useWords } from '../shared/words.tsx';

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
      <a class="account-link" href="/account" aria-label={t('account.page.open', { email: session.email })}>
        <span class="account-email">{session.email}</span>
        <span class="account-short">{t('account.page.title')}</span>
      </a>
      {session.operator && (
        <a class="button button-quiet" href="/operator">
          {t('live.frame.operator')}
        </a>
      )}
      <button type="button" class="button button-quiet" onClick={onSignOut}>
        {t('account.page.signOut')}
      </button>
    </>
  );
}
