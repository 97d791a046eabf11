/** Browser notifications, in addition to the mails, while the page is open in some tab. */
import type { Change } from '../../contract/section.ts';
import type { Reading } from '../../../words/section-words.ts';
import { courseOf, seatsOf } from '../../../words/section-words.ts';

/** `unsupported` also covers browsers that allow notifications to service workers only. */
export type Permission = NotificationPermission | 'unsupported';

export function permission(): Permission {
  return 'Notification' in window ? Notification.permission : 'unsupported';
}

/** Shows that a seat opened. Each change is shown once, no matter how many tabs are open. */
export function showOpened({ id, after }: Change, words: Reading): void {
  if (permission() !== 'granted') return;
  try {
    const shown = new Notification(words.t('common.notify.opened', { course: courseOf(after) }), {
      body: words.t('common.notify.openedHow', { classNumber: after.classNumber, seats: seatsOf(after, words) }),
      tag: id,
    });
    shown.addEventListener('click', () => {
      window.focus();
      shown.close();
    });
  } catch (error) {
    // Chrome on Android throws here. The page itself still shows the change.
    if (!(error instanceof TypeError)) throw error;
  }
}
