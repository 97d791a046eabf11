/** The one switch for everything that PickMyClass sends. */
import type { JSX } from 'preact';
import { useWords } from '../shared/words.tsx';
import { Outcome } from './Outcome.tsx';
import type { MeHook } from './use-me.ts';

export function AllMessages({ me }: { me: MeHook }): JSX.Element {
  const { t } = useWords();
  const { notifications: on } = me.value;
  return (
    <section class="card stack" aria-labelledby="all-title">
      <h2 id="all-title">{t('account.page.all')}</h2>
      <p role="status">{t(on ? 'account.page.allOn' : 'account.page.allOff')}</p>
      <div class="buttons">
        <button
          type="button"
          class={on ? 'button button-quiet' : 'button button-primary'}
          onClick={() => me.change({ notifications: !on })}
        >
          {t(on ? 'account.page.turnOff' : 'account.page.turnOn')}
        </button>
      </div>
      <Outcome me={me} fields={['notifications']} />
    </section>
  );
}
