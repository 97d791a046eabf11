/** Adds this browser, so that it takes push messages. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { ApiError } from '../shared/http.ts';
import { Icon } from '../shared/Icon.tsx';
import { keepPushOwner } from '../shared/push-owner.ts';
import { useAction } from '../shared/use-action.ts';
import { useWords } from '../shared/words.tsx';
import { addChannel, fetchPushKey, testChannel } from './channels-api.ts';
import { pushSupport, subscribe } from './push.ts';

export function AddBrowser({ email, onAdded }: { email: string; onAdded: () => void }): JSX.Element {
  const { t } = useWords();
  const { busy, error, run } = useAction();
  const [support, setSupport] = useState(pushSupport);
  const add = async (): Promise<void> => {
    const { publicKey } = await fetchPushKey();
    const subscription = await subscribe(publicKey).catch((thrown: unknown) => {
      setSupport(pushSupport());
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      throw new ApiError('PUSH_REFUSED', 0, reason);
    });
    const { id } = await addChannel({ type: 'web-push', subscription });
    await keepPushOwner({ email, channel: id });
    await testChannel(id);
    onAdded();
  };
  return (
    <div class="channel-add stack">
      <h3>{t('channels.browser.title')}</h3>
      {support === 'ready' ? (
        <>
          <p class="quiet">{t('channels.browser.how')}</p>
          <button type="button" class="button button-accent" disabled={busy} onClick={() => run(add)}>
            <Icon name="bell" />
            {t('channels.browser.add')}
          </button>
        </>
      ) : (
        <p>{t(WHY_NOT[support])}</p>
      )}
      {error && <ErrorNote error={error} />}
    </div>
  );
}

const WHY_NOT = {
  'install-first': 'channels.browser.installFirst',
  denied: 'channels.browser.denied',
  unsupported: 'channels.browser.unsupported',
} as const;
