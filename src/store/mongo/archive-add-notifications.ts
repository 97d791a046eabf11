/** Adds notifications of the archive. */
import type { ArchivedNotification } from '../archive.ts';
import { findAmong, insertMissing } from './bulk.ts';
import { newestCursor } from './change-order.ts';
import type { Collections } from './documents.ts';
import { newNotification } from './notification-document.ts';

/** The records lack a cursor and an owner. They come from the changes, watches and users that were added before. */
export async function addNotifications(collections: Collections, records: ArchivedNotification[]): Promise<void> {
  const { changes, notifications, users, watches } = collections;
  const watchers = await findAmong(
    watches,
    '_id',
    [...new Set(records.map(({ watchId }) => watchId))],
    ['userId', 'email'],
  );
  const addressees = await findAmong(
    users,
    'email',
    [...new Set(records.flatMap(({ email }) => email ?? []))],
    ['email'],
  );
  const told = await findAmong(
    changes,
    '_id',
    [...new Set(records.flatMap(({ changeId }) => changeId ?? []))],
    ['cursor'],
  );
  const byWatch = new Map(watchers.map((watch) => [watch._id, watch]));
  const userIds = new Map(addressees.map(({ _id, email }) => [email, _id]));
  const cursors = new Map(told.map(({ _id, cursor }) => [_id, cursor]));
  const newest = await newestCursor(collections);
  await insertMissing(
    notifications,
    records.map(({ id, email, status, attempts, error, sentAt, letter, ...rest }) => {
      const { channel, watchId, section, changeId, kind, notice } = rest;
      const owner = email === null ? byWatch.get(watchId)! : { userId: userIds.get(email) ?? '', email };
      const nextAttemptAt = new Date(rest.nextAttemptAt);
      const { waiting, ...document } = newNotification(
        {
          _id: id,
          channel,
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
        ...(status === 'pending' && { waiting }),
        ...(letter !== null && { letterId: letter.id, deadAt: new Date(letter.at) }),
      };
    }),
  );
}
