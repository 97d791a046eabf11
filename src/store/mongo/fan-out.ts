/** Fanning out: changes × watches → pending notifications, with a handful of commands whatever their number. */
import type { Change } from '../../domain/change.ts';
import type { ChannelName } from '../../domain/notification.ts';
import { notificationId } from '../../domain/notification.ts';
import { chunksOf, findAmong, ignoringDuplicates, ONE_BATCH } from './bulk.ts';
import type { ChangeOrder } from './change-order.ts';
import { sizesOf, versionOf } from './change-order.ts';
import type { Collections, NotificationDocument, WatchDocument } from './documents.ts';
import { newNotification, waitingOf } from './notification-document.ts';
import { emptyOutboxes } from './outbox.ts';

type Listener = Pick<WatchDocument, '_id' | 'section' | 'paused' | 'afterCursor' | 'kinds' | 'userId' | 'email'>;
interface Told {
  _id: string;
  cursor: number;
  change: Change;
  of?: number;
}

/** Changes of one round: their states are a few kilobytes each. */
const ROUND = 1_000;

/**
 * Notifications first, the marks on the changes after them: a crash in between makes the same notifications again,
 * whose ids are taken. Returns how many changes were marked and notifications made.
 */
export async function fanOut(
  collections: Collections,
  order: ChangeOrder,
  channels: ChannelName[],
  quietGapMs: number,
  now: number,
): Promise<{ changes: number; notifications: number }> {
  const { changes, notifications } = collections;
  await emptyOutboxes(collections, order);
  const found = await changes
    .find<Told>({ toFanOut: true }, { projection: { cursor: 1, change: 1, of: 1 }, batchSize: ONE_BATCH })
    .sort({ cursor: 1 })
    .limit(ROUND)
    .toArray();
  const told = await wholeVersions(collections, found);
  if (told.length === 0) return { changes: 0, notifications: 0 };
  const made = await notificationsOf(collections, told, channels, quietGapMs, now);
  const inserted = made.length === 0 ? 0 : await ignoringDuplicates(notifications.insertMany(made, { ordered: false }));
  let marked = 0;
  for (const chunk of chunksOf(told)) {
    marked += (
      await changes.updateMany({ _id: { $in: chunk.map(({ _id }) => _id) } }, { $unset: { toFanOut: '', of: '' } })
    ).modifiedCount;
  }
  return { changes: marked, notifications: inserted };
}

/**
 * Without the versions of which some changes have no place in the order yet, or fall beyond the round: all kinds of one
 * version are told in one message, so they are fanned out in one round.
 */
async function wholeVersions({ changes }: Collections, found: Told[]): Promise<Told[]> {
  const sizes = sizesOf(found.map(({ change }) => change));
  const left = new Map(found.map(({ change, of = 1 }) => [versionOf(change), of - sizes.get(versionOf(change))!]));
  for (const [version, missing] of left) {
    if (missing <= 0 || found.length === ROUND) continue;
    // Some may be marked already, by somebody who broke off. Of an id the part before the colon is the version.
    const marked = await changes.countDocuments({
      _id: { $gt: `${version}:`, $lt: `${version};` },
      toFanOut: { $exists: false },
    });
    left.set(version, missing - marked);
  }
  return found.filter(({ change }) => left.get(versionOf(change))! <= 0);
}

/** A watch hears of the kinds it asks for that were committed after it was made. */
async function notificationsOf(
  collections: Collections,
  told: Told[],
  channels: ChannelName[],
  quietGapMs: number,
  now: number,
): Promise<NotificationDocument[]> {
  const sections = [...new Set(told.map(({ change }) => change.section))];
  const listeners: Listener[] = await findAmong(collections.watches, 'section', sections, [
    'section',
    'paused',
    'afterCursor',
    'kinds',
    'userId',
    'email',
  ]);
  const bySection = new Map(sections.map((section): [string, Listener[]] => [section, []]));
  for (const listener of listeners) bySection.get(listener.section)!.push(listener);
  const made = told.flatMap(({ cursor, change }) =>
    bySection
      .get(change.section)!
      .filter(
        ({ paused, afterCursor, kinds }) => !paused && afterCursor < cursor && kinds.split(',').includes(change.kind),
      )
      .flatMap((watch) =>
        channels.map((channel) =>
          newNotification(
            {
              _id: notificationId(watch._id, change.id, channel),
              channel,
              watchId: watch._id,
              userId: watch.userId,
              email: watch.email,
              section: change.section,
              changeId: change.id,
              kind: change.kind,
              notice: null,
              cursor,
              detectedAt: new Date(change.detectedAt),
            },
            now,
          ),
        ),
      ),
  );
  return quietGapMs > 0 ? await withoutRepeatedOpenings(collections, made, quietGapMs, now) : made;
}

/**
 * Of several openings told to a watch only the first is left, and none while one that was queued or sent within the gap
 * stands for them all.
 */
async function withoutRepeatedOpenings(
  { notifications }: Collections,
  made: NotificationDocument[],
  quietGapMs: number,
  now: number,
): Promise<NotificationDocument[]> {
  const opened = made.filter(({ kind }) => kind === 'opened');
  const watches = [...new Set(opened.map(({ watchId }) => watchId))];
  const former = await findAmong(notifications, 'watchId', watches, [
    'kind',
    'channel',
    'watchId',
    'status',
    'queuedAt',
    'sentAt',
  ]);
  const quiet = new Set(
    former
      .filter(
        ({ kind, status, queuedAt, sentAt }) =>
          kind === 'opened' && status !== 'dead' && (sentAt ?? queuedAt).getTime() > now - quietGapMs,
      )
      .map(({ channel, watchId }) => waitingOf(channel, watchId)),
  );
  return made.filter((each) => {
    if (each.kind !== 'opened') return true;
    const listener = waitingOf(each.channel, each.watchId);
    const first = !quiet.has(listener);
    quiet.add(listener);
    return first;
  });
}
