/** Forgetting a section that the source does not list: an order of writes in which each can be done again. */
import { randomUUID } from 'node:crypto';
import type { ChannelName } from '../../domain/notification.ts';
import { notificationId } from '../../domain/notification.ts';
import { ignoringDuplicates } from './bulk.ts';
import type { ChangeOrder } from './change-order.ts';
import { newestCursor } from './change-order.ts';
import type { Collections } from './documents.ts';
import { newNotification } from './notification-document.ts';
import { schedule } from './schedule.ts';
import { endWatches } from './watches.ts';

/**
 * The notices first, then the watches: a notice is not sent while its watch exists, so one that is made again after a crash is still
 * there and stays one. The section's document goes last; a watch that was added meanwhile keeps it. Returns how many watches ended.
 */
export async function forgetSection(collections: Collections, order: ChangeOrder, section: string, channels: ChannelName[], now: number): Promise<number> {
  const { sections, watches, notifications, changes, deadLetters } = collections;
  const ended = await watches.find({ section }).toArray();
  const cursor = await newestCursor(collections);
  const notices = ended.flatMap(({ _id, userId, email }) => channels.map((channel) => newNotification({
    _id: notificationId(_id, 'not-found', channel), channel, watchId: _id, userId, email, section,
    changeId: null, kind: null, notice: 'not-found', cursor, detectedAt: new Date(now),
  }, now)));
  if (notices.length > 0) await ignoringDuplicates(notifications.insertMany(notices, { ordered: false }));
  const places = await changes.countDocuments({ section }, { limit: 1 });
  // Keeps the newest number taken when its change goes: a cursor that was given out still stands for its place.
  if (places > 0) await order.append(collections, [{ _id: `${section}#forgotten:${randomUUID()}` }]);
  await changes.deleteMany({ section });
  await deadLetters.deleteOne({ _id: `check ${section}` });
  const count = await endWatches(collections, ended, now);
  await schedule(collections, section, now);
  await sections.deleteOne({ _id: section, followed: false });
  return count;
}
