/** Notices: mails that are not about a change. */
import type { NoticeKind } from '../../domain/notification.ts';
import { insertMissing } from './bulk.ts';
import { channelsOfWatch, openChannels } from './channel-documents.ts';
import { newestCursor } from './change-order.ts';
import type { Collections, WatchDocument } from './documents.ts';
import { newNotice } from './notification-document.ts';

/**
 * Queues a notice for each of these watches. End the watches only afterwards: a notice is not sent while its watch
 * exists, so a repetition after a crash finds it and does not create a second one.
 */
export async function queueNotices(
  collections: Collections,
  ended: readonly WatchDocument[],
  notice: NoticeKind,
  now: number,
): Promise<void> {
  const cursor = await newestCursor(collections);
  const channels = await openChannels(
    collections,
    ended.map(({ userId }) => userId),
  );
  const notices = ended.flatMap((watch) => {
    // A watch of a course names one of its sections, or the course if none is known.
    const about = { section: watch.covers[0] ?? watch.about, cursor, detectedAt: new Date(now) };
    return channelsOfWatch(watch, channels).map((channel) =>
      newNotice(watch, channel, { ...about, notice, subject: notice }, now),
    );
  });
  await insertMissing(collections.notifications, notices);
}
