/** What the page says while a sign-in link is on its way, and once it was used somewhere else or has expired. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Waiting as Answer } from '../../contract/session.ts';
import { useWords } from '../shared/words.tsx';
import type { AskedLink } from './wish.ts';
import { WishList } from './WishList.tsx';

interface Props {
  link: AskedLink;
  state: Answer['state'];
  onAgain: () => void;
  /** It stands where a form had the focus. */
  takesFocus?: boolean;
}

export function Waiting({ link, state, onAgain, takesFocus = false }: Props): JSX.Element {
  const { t } = useWords();
  const { email, wishes, mail } = link;
  const count = wishes.length;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) title.current?.focus();
  }, [takesFocus]);
  return (
    <div class="waiting stack">
      <div role="status" class="stack">
        <h3 ref={title} tabIndex={-1}>
          {t(
            state === 'waiting'
              ? 'account.waiting.title'
              : state === 'used'
                ? 'account.waiting.used'
                : 'account.waiting.expired',
          )}
        </h3>
        {state === 'waiting' && <p>{t('account.waiting.sent', { email })}</p>}
        {state === 'used' && (
          <p>
            {count > 0 && t('account.waiting.usedStarted', { count })} {t('account.waiting.usedElsewhere')}
          </p>
        )}
        {state === 'expired' && <p>{t('account.waiting.expiredHow')}</p>}
      </div>
      {state === 'waiting' && count > 0 && (
        <>
          <p>{t('account.waiting.starts', { count })}</p>
          <WishList wishes={wishes} />
        </>
      )}
      {state === 'waiting' && <p class="quiet">{t('account.waiting.notices')}</p>}
      {state === 'waiting' && mail && (
        <div class="note stack">
          <p>
            {t('account.waiting.file')} <code>{mail.directory}</code>
          </p>
          <a class="button button-accent" href={mail.link}>
            {t('account.waiting.open')}
          </a>
        </div>
      )}
      <button type="button" class="button button-quiet" onClick={onAgain}>
        {t(state === 'waiting' ? 'account.waiting.again' : 'account.waiting.askAgain')}
      </button>
    </div>
  );
}
