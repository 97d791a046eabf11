/** Reminders of openings, and the end of those that came too late. */
import { notificationId } from '../../domain/notification.ts';
import { REMINDED_FOR_MS, remindersDue, reminderSubject } from '../../domain/reminders.ts';
import type { ToldOpening } from '../../domain/reminders.ts';
import { isOpenFor } from '../../domain/wants.ts';
import type { ChangeKind } from '../../domain/change.ts';
import { chunksOf, findAmong, insertMissing, ONE_BATCH } from './bulk.ts';
import type { Collections, NotificationDocument } from './documents.ts';
import { newNotification } from './notification-document.ts';
import { publicState } from './section-document.ts';

type Told = ToldOpening & { document: NotificationDocument };

/** Queues the reminders that are due, and deletes those whose section has closed. Returns how many it queued. */
export async function remind(collections: Collections, now: number): Promise<number> {
  const { notifications, watches } = collections;
  const reminding = await watches.find({ remind: 'hourly', paused: false }, { batchSize: ONE_BATCH }).toArray();
  if (reminding.length === 0) return 0;
  const told: Told[] = [];
  for (const chunk of chunksOf(reminding))
    told.push(
      ...(
        await notifications
          .find({
            watchId: { $in: chunk.map(({ _id }) => _id) },
            kind: 'opened',
            queuedAt: { $gt: new Date(now - REMINDED_FOR_MS) },
          })
          .toArray()
      ).map(toldOf),
    );
  const rows = await findAmong(
    collections.sections,
    '_id',
    [...new Set(told.map(({ section }) => section))],
    ['state', 'unknown'],
  );
  const states = new Map(rows.map((row) => [row._id, publicState(row)]));
  const byId = new Map(reminding.map((watch) => [watch._id, watch]));
  const isOpen = ({ watchId, section }: Told): boolean => {
    const { kinds, minSeats, reservedGroup } = byId.get(watchId)!;
    const state = states.get(section) ?? null;
    return state !== null && isOpenFor({ kinds: kinds.split(',') as ChangeKind[], minSeats, reservedGroup }, state);
  };
  const tooLate = told.filter((each) => each.status === 'pending' && each.reminder > 0 && !isOpen(each));
  for (const chunk of chunksOf(tooLate))
    await notifications.deleteMany({
      _id: { $in: chunk.map(({ document }) => document._id) },
      status: 'pending',
      claimableAt: { $lte: new Date(now) },
    });
  return await insertMissing(
    notifications,
    remindersDue(told, now)
      .filter(isOpen)
      .map(({ document, reminder }) => reminderOf(document, reminder + 1, now)),
  );
}

function toldOf(document: NotificationDocument): Told {
  const { watchId, section, destination, status, queuedAt, sentAt, reminder = 0 } = document;
  return {
    watchId,
    section,
    destination,
    status,
    reminder,
    document,
    queuedAt: queuedAt.getTime(),
    sentAt: sentAt?.getTime() ?? null,
  };
}

function reminderOf(told: NotificationDocument, reminder: number, now: number): NotificationDocument {
  const { channel, destination, watchId, userId, email, section, changeId, kind, notice, cursor, detectedAt } = told;
  const document = newNotification(
    {
      _id: notificationId(watchId, reminderSubject(section, changeId, reminder), channel, destination),
      channel,
      destination,
      watchId,
      userId,
      email,
      section,
      changeId,
      kind,
      notice,
      cursor,
      detectedAt,
    },
    now,
  );
  return { ...document, reminder };
}
