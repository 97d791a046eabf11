/** Asks for the browser's permission to show notifications, and shows whether it was given. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../shared/Icon.tsx';
import { useWords } from '../shared/words.tsx';
import { permission } from './notifications.ts';

export function NotifyButton(): JSX.Element | null {
  const { t } = useWords();
  const [state, setState] = useState(permission);
  switch (state) {
    case 'unsupported':
      return null;
    case 'granted':
      return <p class="quiet">{t('common.notify.granted')}</p>;
    case 'denied':
      return <p class="quiet">{t('common.notify.denied')}</p>;
    case 'default':
      return (
        <button
          type="button"
          class="button button-quiet"
          onClick={() => {
            void Notification.requestPermission().then(setState);
          }}
        >
          <Icon name="bell" />
          {t('common.notify.ask')}
        </button>
      );
    default:
      return state satisfies never;
  }
}
