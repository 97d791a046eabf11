/** Documents of the notifications collection. */
import type { NoticeKind } from '../../domain/notification.ts';
import { notificationId } from '../../domain/notification.ts';
import type { OpenChannel } from './channel-documents.ts';
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

type Owner = Pick<NotificationDocument, 'userId' | 'email'> & { _id: string };
interface About extends Pick<NotificationDocument, 'section' | 'cursor' | 'detectedAt'> {
  notice: NoticeKind;
  /** What the id names, beside the watch and the destination. */
  subject: string;
  kind?: 'opened';
}

/** A new pending notice about `watch`, or about what else has its id, to one channel of the student. */
export function newNotice(
  { _id: watchId, userId, email }: Owner,
  { _id: destination, type: channel }: OpenChannel,
  { subject, kind, ...about }: About,
  now: number,
): NotificationDocument {
  const _id = notificationId(watchId, subject, channel, destination);
  return newNotification(
    { _id, channel, destination, watchId, userId, email, changeId: null, kind: kind ?? null, ...about },
    now,
  );
}

/** The update that makes dead notifications pending, sets these fields, and deletes their dead letters. */
export function pendingAgain(set: Partial<NotificationDocument>): object[] {
  return [{ $set: { ...set, status: 'pending', waiting: '$destination' } }, { $unset: ['letterId', 'deadAt'] }];
}
