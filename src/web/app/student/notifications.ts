/** Browser notifications, in addition to the mails, while the page is open in some tab. */
import type { Change } from '../../contract/section.ts';
import { courseOf } from '../shared/section-words.ts';
import { seatsLine } from '../../../domain/seat-words.ts';

/** `unsupported` also covers browsers that allow notifications to service workers only. */
export type Permission = NotificationPermission | 'unsupported';

export function permission(): Permission {
  return 'Notification' in window ? Notification.permission : 'unsupported';
}

/** Shows that a seat opened. Each change is shown once, no matter how many tabs are open. */
export function showOpened({ id, after }: Change): void {
  if (permission() !== 'granted') return;
  try {
    const shown = new Notification(`A seat opened in ${courseOf(after)}`, {
      body: `Class ${after.classNumber}: ${seatsLine(after)}`,
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
