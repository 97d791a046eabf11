/** Fan-out: changes × watches → pending notifications, in a few commands for any number of them. */
import type { Change, ChangeKind } from '../../domain/change.ts';
import { notificationId } from '../../domain/notification.ts';
import { wants } from '../../domain/wants.ts';
import { chunksOf, findAmong, insertMissing, ONE_BATCH } from './bulk.ts';
import { channelsOfWatch, openChannels } from './channel-documents.ts';
import type { ChangeOrder } from './change-order.ts';
import { sizesOf, versionOf } from './change-order.ts';
import type { Collections, NotificationDocument, WatchDocument } from './documents.ts';
import type { TellingWatch } from './watch-document.ts';
import { TELLING } from './watch-document.ts';
import { tellEnds } from './outages.ts';
import { newNotification } from './notification-document.ts';
import { emptyOutboxes } from './outbox.ts';

type Listener = TellingWatch & Pick<WatchDocument, 'afterCursor'>;
interface Unsent {
  _id: string;
  cursor: number;
  change: Change;
  of?: number;
}

/** Changes per round. Their states are a few kilobytes each. */
const ROUND = 1_000;

/**
 * Writes the notifications first and marks the changes afterwards. After a crash in between, the same notifications are
 * created again, and their ids exist already. Returns how many changes were fanned out and notifications created.
 */
export async function fanOut(
  collections: Collections,
  order: ChangeOrder,
  quietGapMs: number,
  now: number,
): Promise<{ changes: number; notifications: number }> {
  const { changes, notifications } = collections;
  await emptyOutboxes(collections, order, now);
  // With what was missed, so that both are one message.
  const ends = await tellEnds(collections, now);
  const found = await changes
    .find<Unsent>({ toFanOut: true }, { projection: { cursor: 1, change: 1, of: 1 }, batchSize: ONE_BATCH })
    .sort({ cursor: 1 })
    .limit(ROUND)
    .toArray();
  const ready = await completeVersions(collections, found);
  if (ready.length === 0) return { changes: 0, notifications: ends };
  const made = await notificationsOf(collections, ready, quietGapMs, now);
  const inserted = await insertMissing(notifications, made);
  let marked = 0;
  for (const chunk of chunksOf(ready)) {
    marked += (
      await changes.updateMany({ _id: { $in: chunk.map(({ _id }) => _id) } }, { $unset: { toFanOut: '', of: '' } })
    ).modifiedCount;
  }
  return { changes: marked, notifications: ends + inserted };
}

/**
 * The changes of complete versions. A version is incomplete if some of its changes have no number yet or do not fit the
 * round. All changes of one version go into one message, so they are fanned out in one round.
 */
async function completeVersions({ changes }: Collections, found: Unsent[]): Promise<Unsent[]> {
  const sizes = sizesOf(found.map(({ change }) => change));
  const left = new Map(found.map(({ change, of = 1 }) => [versionOf(change), of - sizes.get(versionOf(change))!]));
  for (const [version, missing] of left) {
    if (missing <= 0 || found.length === ROUND) continue;
    // An interrupted fan-out may have marked some already. The part of an id before the colon is the version.
    const marked = await changes.countDocuments({
      _id: { $gt: `${version}:`, $lt: `${version};` },
      toFanOut: { $exists: false },
    });
    left.set(version, missing - marked);
  }
  return found.filter(({ change }) => left.get(versionOf(change))! <= 0);
}

/** A watch gets what it wants that was committed after it was created. */
async function notificationsOf(
  collections: Collections,
  ready: Unsent[],
  quietGapMs: number,
  now: number,
): Promise<NotificationDocument[]> {
  const sections = [...new Set(ready.map(({ change }) => change.section))];
  const listeners: Listener[] = await findAmong(collections.watches, 'covers', sections, [...TELLING, 'afterCursor']);
  const channels = await openChannels(
    collections,
    listeners.map(({ userId }) => userId),
  );
  const bySection = new Map(sections.map((section): [string, Listener[]] => [section, []]));
  // A watch of many sections may have been found more than once.
  for (const listener of new Map(listeners.map((each) => [each._id, each])).values())
    for (const section of listener.covers) bySection.get(section)?.push(listener);
  const made = ready.flatMap(({ cursor, change }) =>
    bySection
      .get(change.section)!
      .filter(({ tells, paused, afterCursor }) => tells && !paused && afterCursor < cursor)
      .flatMap((watch) => {
        const kind = wants({ ...watch, kinds: watch.kinds.split(',') as ChangeKind[] }, change);
        if (kind === undefined) return [];
        const { _id: watchId, userId, email } = watch;
        return channelsOfWatch(watch, channels).map(({ _id: destination, type: channel }) =>
          newNotification(
            {
              _id: notificationId(watchId, change.id, channel, destination),
              channel,
              destination,
              watchId,
              userId,
              email,
              kind,
              cursor,
              section: change.section,
              changeId: change.id,
              notice: null,
              detectedAt: new Date(change.detectedAt),
            },
            now,
          ),
        );
      }),
  );
  return quietGapMs > 0 ? await withoutRepeatedOpenings(collections, made, quietGapMs, now) : made;
}

/** Openings of several sections that one watch covers do not repeat each other. */
function listenerOf({ destination, watchId, section }: NotificationDocument): string {
  return `${destination} ${watchId} ${section}`;
}

/**
 * Keeps only the first of several openings for a watch, and none if one was queued or sent within the gap, because that
 * one covers them all.
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
    'destination',
    'watchId',
    'section',
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
      .map(listenerOf),
  );
  return made.filter((each) => {
    if (each.kind !== 'opened') return true;
    const listener = listenerOf(each);
    const first = !quiet.has(listener);
    quiet.add(listener);
    return first;
  });
}
