/** Asks for the browser's permission to show notifications, and shows whether it was given. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../shared/Icon.tsx';
import { permission } from './notifications.ts';

export function NotifyButton(): JSX.Element | null {
  const [state, setState] = useState(permission);
  switch (state) {
    case 'unsupported':
      return null;
    case 'granted':
      return <p class="quiet">While this page is open, this browser also notifies you when a watched seat opens.</p>;
    case 'denied':
      return <p class="quiet">Notifications are blocked for this page in your browser’s settings. Mails still come.</p>;
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
          Also notify me in this browser
        </button>
      );
    default:
      return state satisfies never;
  }
}
