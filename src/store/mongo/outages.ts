/** Notices that a watched section could not be seen for a while, and that it is seen again. */
import type { NoticeKind } from '../../domain/notification.ts';
import { chunksOf, findAmong, insertMissing, ONE_BATCH } from './bulk.ts';
import { newestCursor } from './change-order.ts';
import { openChannels, channelsOfWatch } from './channel-documents.ts';
import type { Collections, NotificationDocument } from './documents.ts';
import { upTo } from './instants.ts';
import { TELLING } from './watch-document.ts';
import { newNotice } from './notification-document.ts';

/**
 * Queues the notices. Those of an outage that is over are deleted only after the notice of its end exists. Returns how
 * many were queued.
 */
export async function tellOutages(
  collections: Collections,
  unseenMs: number,
  resting: string[],
  now: number,
): Promise<number> {
  return (await tellEnds(collections, now)) + (await tellBeginnings(collections, unseenMs, resting, now));
}

/** Tells of the outages that are over. Returns how many notices it queued. */
export async function tellEnds(collections: Collections, now: number): Promise<number> {
  const { notifications, sections } = collections;
  const told = await notifications.find({ notice: 'outage' }, { batchSize: ONE_BATCH }).toArray();
  const rows = await findAmong(sections, '_id', [...new Set(told.map(({ section }) => section))], ['state', 'unknown']);
  const seenAt = new Map(
    rows.flatMap(({ _id, state, unknown }) => (state === null || unknown ? [] : [[_id, Date.parse(state.checkedAt)]])),
  );
  const over = told.filter(({ section, detectedAt }) => (seenAt.get(section) ?? 0) > detectedAt.getTime());
  const again = await insertMissing(
    notifications,
    over
      .filter(({ status }) => status === 'sent')
      .map(({ watchId: _id, userId, email, destination, channel: type, section, cursor, detectedAt }) =>
        newNotice(
          { _id, userId, email },
          { _id: destination, userId, type },
          aboutOf('seen-again', { section, cursor, detectedAt }),
          now,
        ),
      ),
  );
  for (const chunk of chunksOf(over)) {
    await notifications.deleteMany({
      _id: { $in: chunk.map(({ _id }) => _id) },
      $or: [{ status: { $ne: 'pending' } }, { claimableAt: upTo(now) }, { leaseOwner: { $exists: false } }],
    });
  }
  return again;
}

/** One notice for each watch and channel. Its id names the last look, so it is told once. */
async function tellBeginnings(
  collections: Collections,
  unseenMs: number,
  resting: string[],
  now: number,
): Promise<number> {
  const before = new Date(now - unseenMs);
  const unseen = await collections.sections
    .find(
      {
        watched: true,
        version: { $gt: 0 },
        institution: { $nin: resting },
        'state.checkedAt': { $lte: before.toISOString() },
        $or: [{ unknown: true }, { failures: { $gt: 0 } }, { dueAt: { $lt: before } }],
      },
      { projection: { 'state.checkedAt': 1 }, batchSize: ONE_BATCH },
    )
    .toArray();
  if (unseen.length === 0) return 0;
  const seenAt = new Map(unseen.map(({ _id, state }) => [_id, new Date(state!.checkedAt)]));
  const found = await findAmong(collections.watches, 'covers', [...seenAt.keys()], [...TELLING, 'createdAt']);
  const watches = [...new Map(found.map((watch) => [watch._id, watch])).values()].filter(
    ({ tells, paused, createdAt }) => tells && !paused && createdAt <= before,
  );
  const students = [...new Set(watches.map(({ userId }) => userId))];
  const channels = await openChannels(collections, students);
  const wishes = await findAmong(collections.users, '_id', students, ['preferences']);
  const silent = new Set(wishes.filter(({ preferences }) => preferences?.outages === false).map(({ _id }) => _id));
  const cursor = await newestCursor(collections);
  return await insertMissing(
    collections.notifications,
    watches
      .filter(({ userId }) => !silent.has(userId))
      .flatMap((watch) =>
        watch.covers.flatMap((section) => {
          const detectedAt = seenAt.get(section);
          if (detectedAt === undefined) return [];
          const about = aboutOf('outage', { section, cursor, detectedAt });
          return channelsOfWatch(watch, channels).map((channel) => newNotice(watch, channel, about, now));
        }),
      ),
  );
}

function aboutOf(notice: NoticeKind, about: Pick<NotificationDocument, 'section' | 'cursor' | 'detectedAt'>) {
  return { ...about, notice, subject: `${about.section}@${about.detectedAt.getTime()}:${notice}` };
}
