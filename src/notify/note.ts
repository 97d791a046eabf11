/** A short message, as push notifications and chats show it. */
import type { ClaimedNotification } from '../domain/notification.ts';

export interface Note {
  readonly title: string;
  readonly text: string;
  /** The university's page of the section; null if there is none. */
  readonly register: { readonly label: string; readonly url: string } | null;
  /** The student's watches. */
  readonly watches: { readonly label: string; readonly url: string };
  /** Ends the watches that the message is told for; null if there are none. `done`: what to say afterwards. */
  readonly stop: { readonly label: string; readonly url: string; readonly done: string } | null;
  /** A seat is open. */
  readonly urgent: boolean;
}

export function isUrgent(notifications: readonly Pick<ClaimedNotification, 'kind'>[]): boolean {
  return notifications.some(({ kind }) => kind === 'opened');
}
