/** Documents of the notifications collection. */
import type { NotificationDocument } from './documents.ts';

type Given =
  | 'channel'
  | 'destination'
  | 'watchId'
  | 'userId'
  | 'email'
  | 'section'
  | 'changeId'
  | 'kind'
  | 'notice'
  | 'cursor'
  | 'detectedAt';

/** A new pending notification. */
export function newNotification(given: Pick<NotificationDocument, '_id' | Given>, now: number): NotificationDocument {
  const at = new Date(now);
  return {
    ...given,
    rank: given.kind === 'opened' ? 0 : 1,
    institution: given.section.slice(0, Math.max(0, given.section.indexOf('/'))),
    status: 'pending',
    attempts: 0,
    error: null,
    queuedAt: at,
    sentAt: null,
    nextAttemptAt: at,
    claimableAt: at,
    waiting: given.destination,
  };
}

/** The update that makes dead notifications pending, sets these fields, and deletes their dead letters. */
export function pendingAgain(set: Partial<NotificationDocument>): object[] {
  return [{ $set: { ...set, status: 'pending', waiting: '$destination' } }, { $unset: ['letterId', 'deadAt'] }];
}
