/** The watches that a visitor has chosen, and the link that is on its way. */
import type { JSX } from 'preact';
import { useWords } from '../shared/words.tsx';
import type { SignInHook } from './use-sign-in.ts';
import { Waiting } from './Waiting.tsx';
import { WishList } from './WishList.tsx';

export function WishesCard({ signIn, onSignIn }: { signIn: SignInHook; onSignIn: () => void }): JSX.Element | null {
  const { t } = useWords();
  const { wishes, drop, asked, ask, state } = signIn;
  if (asked !== null)
    return (
      <section class="card">
        <Waiting link={asked} state={state} onAgain={() => ask(null)} />
      </section>
    );
  if (wishes.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="wishes-title">
      <h2 id="wishes-title">{t('account.signIn.chosen')}</h2>
      <WishList wishes={wishes} onDrop={drop} />
      <button type="button" class="button button-primary" onClick={onSignIn}>
        {t(wishes.length === 1 ? 'account.signIn.startOne' : 'account.signIn.start')}
      </button>
    </section>
  );
}
