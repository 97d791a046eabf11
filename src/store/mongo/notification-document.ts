/** Documents of the notifications collection. */
import type { ChannelName } from '../../domain/notification.ts';
import type { NotificationDocument } from './documents.ts';
import { keyOf } from './section-document.ts';

type Told =
  'channel' | 'watchId' | 'userId' | 'email' | 'section' | 'changeId' | 'kind' | 'notice' | 'cursor' | 'detectedAt';

/** A notification that is pending from now on. */
export function newNotification(told: Pick<NotificationDocument, '_id' | Told>, now: number): NotificationDocument {
  const at = new Date(now);
  return {
    ...told,
    rank: told.kind === 'opened' ? 0 : 1,
    institution: keyOf(told.section).institution,
    status: 'pending',
    attempts: 0,
    error: null,
    queuedAt: at,
    sentAt: null,
    nextAttemptAt: at,
    claimableAt: at,
    waiting: waitingOf(told.channel, told.watchId),
  };
}

/** What the pending notifications of one watch and channel, told together, have in common. */
export function waitingOf(channel: ChannelName, watchId: string): string {
  return `${channel} ${watchId}`;
}

/** The update that makes dead notifications pending, with these fields set: their dead letters go in the same write. */
export function pendingAgain(set: Partial<NotificationDocument>): object[] {
  return [
    { $set: { ...set, status: 'pending', waiting: { $concat: ['$channel', ' ', '$watchId'] } } },
    { $unset: ['letterId', 'deadAt'] },
  ];
}
