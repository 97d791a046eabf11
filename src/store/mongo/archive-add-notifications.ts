/** Adds notifications of the archive. */
import type { ArchivedNotification } from '../archive.ts';
import { findAmong, insertMissing } from './bulk.ts';
import { newestCursor } from './change-order.ts';
import type { Collections } from './documents.ts';
import { newNotification } from './notification-document.ts';

/** The records lack a cursor and an owner. They come from the changes, channels and users that were added before. */
export async function addNotifications(collections: Collections, records: ArchivedNotification[]): Promise<void> {
  const { changes, channels, notifications, users } = collections;
  const destinations = await findAmong(
    channels,
    '_id',
    [...new Set(records.map(({ destination }) => destination))],
    ['userId'],
  );
  const students = await findAmong(users, '_id', [...new Set(destinations.map(({ userId }) => userId))], ['email']);
  const told = await findAmong(
    changes,
    '_id',
    [...new Set(records.flatMap(({ changeId }) => changeId ?? []))],
    ['cursor'],
  );
  const emails = new Map(students.map(({ _id, email }) => [_id, email]));
  const owners = new Map(destinations.map(({ _id, userId }) => [_id, { userId, email: emails.get(userId) ?? '' }]));
  const cursors = new Map(told.map(({ _id, cursor }) => [_id, cursor]));
  const newest = await newestCursor(collections);
  await insertMissing(
    notifications,
    records.map(({ id, status, attempts, failedAttempts, error, sentAt, letter, ...rest }) => {
      const { channel, destination, watchId, section, changeId, kind, notice } = rest;
      const owner = owners.get(destination) ?? { userId: '', email: '' };
      const nextAttemptAt = new Date(rest.nextAttemptAt);
      const { waiting, ...document } = newNotification(
        {
          _id: id,
          channel,
          destination,
          watchId,
          userId: owner.userId,
          email: owner.email,
          section,
          changeId,
          kind,
          notice,
          cursor: changeId === null ? newest : (cursors.get(changeId) ?? 0),
          detectedAt: new Date(rest.detectedAt),
        },
        rest.queuedAt,
      );
      return {
        ...document,
        status,
        attempts,
        error,
        sentAt: sentAt === null ? null : new Date(sentAt),
        nextAttemptAt,
        claimableAt: nextAttemptAt,
        ...(failedAttempts.length > 0 && { failedAttempts }),
        ...(rest.reminder > 0 && { reminder: rest.reminder }),
        ...(rest.message !== null && { message: rest.message }),
        ...(rest.tellAt !== null && { tellAt: new Date(rest.tellAt) }),
        ...(status === 'pending' && { waiting }),
        ...(letter !== null && { letterId: letter.id, deadAt: new Date(letter.at) }),
      };
    }),
  );
}
