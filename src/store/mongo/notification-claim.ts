/** Claims notifications: finds what is due and may be sent, leases it, and reads all that a channel needs. */
import type { Filter } from 'mongodb';
import type { ChannelType } from '../../domain/channel.ts';
import type { ChangeKind } from '../../domain/change.ts';
import type { ClaimedNotification, ToldWatch } from '../../domain/notification.ts';
import { outlivesWatch } from '../../domain/notification.ts';
import type { ChannelDocument } from './account-documents.ts';
import { chunksOf, findAmong, ONE_BATCH } from './bulk.ts';
import { versionIn } from './change-order.ts';
import type { Collections, NotificationDocument, WatchDocument } from './documents.ts';
import { upTo } from './instants.ts';
import type { Pending } from './notification-lease.ts';
import { isDue, leaseMessages, PENDING } from './notification-lease.ts';
import type { Claimed, Ready, Wanted } from './notification-messages.ts';
import { intoMessages, sorted, withPreferences } from './notification-messages.ts';
import { publicState } from './section-document.ts';

/** What a message needs to know of its watch. */
const TOLD = [
  'kinds',
  'minSeats',
  'reservedGroup',
  'remind',
  'section',
  'course',
  'conditions',
  'verified',
  'createdAt',
] as const;

/** Matches the pending notifications of a channel that are not paused; undefined: all are paused. */
export async function wanted(
  { pauses }: Collections,
  channel: ChannelType,
): Promise<Filter<NotificationDocument> | undefined> {
  const paused = (await pauses.find({ scope: 'notifications' }).toArray()).map(({ institution }) => institution);
  if (paused.includes('')) return undefined;
  return { status: 'pending', channel, ...(paused.length > 0 && { institution: { $nin: paused } }) };
}

/** Goes on while everything it found must wait. Each round postpones or deletes what it found. */
export async function claimNotifications(
  collections: Collections,
  channel: ChannelType,
  owner: string,
  leaseMs: number,
  limit: number,
  now: number,
): Promise<ClaimedNotification[]> {
  const filter = await wanted(collections, channel);
  if (filter === undefined) return [];
  for (;;) {
    // Chooses the destinations by openings first, then by age. Everything due for them comes along, for one message.
    const due = await collections.notifications
      .find({ ...filter, claimableAt: upTo(now) }, { projection: { destination: 1 }, batchSize: ONE_BATCH })
      .sort({ rank: 1, claimableAt: 1, cursor: 1, _id: 1 })
      .limit(limit)
      .toArray();
    const chosen = [...new Set(due.map(({ destination }) => destination))];
    if (chosen.length === 0) return [];
    const ready = await readyAmong(collections, filter, chosen, now);
    const { messages, othersWait } = await sorted(collections, ready, now);
    if (messages.length === 0 && othersWait) continue;
    const told = new Set(messages.flatMap(({ rows }) => rows));
    const taken = await leaseMessages(
      collections,
      ready.filter((each) => told.has(each) || !isDue(each, now)),
      owner,
      leaseMs,
      now,
    );
    const place = new Map(chosen.map((id, index) => [id, index]));
    taken.sort(
      (a, b) =>
        place.get(a.destination)! - place.get(b.destination)! || a.cursor - b.cursor || (a._id < b._id ? -1 : 1),
    );
    return await complete(collections, await intoMessages(collections, taken, owner, now), now);
  }
}

/** The pending notifications of these destinations that are complete and still wanted. */
async function readyAmong(
  collections: Collections,
  filter: Filter<NotificationDocument>,
  destinations: string[],
  now: number,
): Promise<Ready[]> {
  const whole = await wholeVersions(
    collections,
    await findAmong(collections.notifications, 'waiting', destinations, ['changeId']),
  );
  const paused = (filter.institution as { $nin: string[] } | undefined)?.$nin ?? [];
  const waiting = (await findAmong(collections.notifications, 'waiting', destinations, PENDING)).filter(
    ({ changeId, institution }) =>
      !paused.includes(institution) && (changeId === null || whole.has(versionIn(changeId))),
  );
  return await withPreferences(collections, await withoutOrphans(collections, waiting, now));
}

/**
 * The versions that are completely fanned out. A change is marked when all notifications of its version exist, so
 * notifications that are read after the mark was seen are complete.
 */
async function wholeVersions(
  { changes }: Collections,
  notifications: Pick<Pending, 'changeId'>[],
): Promise<Set<string>> {
  const ids = [...new Set(notifications.map(({ changeId }) => changeId))].filter((id) => id !== null);
  const versions = new Set(ids.map(versionIn));
  for (const { _id, toFanOut } of await findAmong(changes, '_id', ids, ['toFanOut']))
    if (toFanOut === true) versions.delete(versionIn(_id));
  return versions;
}

/**
 * Removes what must not be sent: its watch is gone, is paused, wants other kinds, or was paused when it happened. A
 * notice that a watch has ended waits until the watch is gone, because then it cannot be created a second time.
 */
async function withoutOrphans(
  { watches, notifications }: Collections,
  ready: Pending[],
  now: number,
): Promise<Wanted[]> {
  const ids = [...new Set(ready.map(({ watchId }) => watchId))];
  const living = new Map(
    (await findAmong(watches, '_id', ids, ['paused', 'afterCursor', ...TOLD])).map((watch) => [watch._id, watch]),
  );
  const isWanted = ({ watchId, kind, cursor }: Pending): boolean => {
    const watch = living.get(watchId);
    return (
      watch !== undefined &&
      !watch.paused &&
      cursor > watch.afterCursor &&
      watch.kinds.split(',').some((each) => each === kind)
    );
  };
  const orphans = ready.filter((each) => each.notice === null && isDue(each, now) && !isWanted(each));
  for (const chunk of chunksOf(orphans)) await notifications.deleteMany({ _id: { $in: chunk.map(({ _id }) => _id) } });
  return ready
    .filter((each) => {
      if (each.notice === null) return isWanted(each);
      return living.has(each.watchId) !== outlivesWatch(each.notice);
    })
    .map((each) => ({ ...each, watch: toldWatch(living.get(each.watchId)) }));
}

function mutedOf(channel: Pick<ChannelDocument, 'label' | 'muted'> | undefined): ClaimedNotification['muted'] {
  return channel?.muted === undefined ? null : { label: channel.label, reason: channel.muted.reason };
}

function toldWatch(watch: Pick<WatchDocument, (typeof TOLD)[number]> | undefined): ToldWatch | null {
  if (watch === undefined) return null;
  const { minSeats, reservedGroup, remind, section, course, conditions, verified } = watch;
  return {
    ...(section !== undefined && { section }),
    ...(course !== undefined && { course }),
    ...(conditions !== undefined && { conditions }),
    kinds: watch.kinds.split(',') as ChangeKind[],
    minSeats,
    reservedGroup,
    remind,
    verified,
    createdAt: watch.createdAt.toISOString(),
  };
}

async function complete(collections: Collections, taken: Claimed[], now: number): Promise<ClaimedNotification[]> {
  const changeIds = [...new Set(taken.map(({ changeId }) => changeId))].filter((id) => id !== null);
  const found = await findAmong(collections.changes, '_id', changeIds, ['change']);
  const changes = new Map(found.map(({ _id, change }) => [_id, change]));
  const rows = await findAmong(
    collections.sections,
    '_id',
    [...new Set(taken.map(({ section }) => section))],
    ['state', 'unknown'],
  );
  const channels = await findAmong(
    collections.channels,
    '_id',
    [
      ...new Set(
        taken.flatMap(({ destination, watchId, notice }) =>
          notice === 'channel-muted' ? [destination, watchId] : [destination],
        ),
      ),
    ],
    ['settings', 'label', 'muted'],
  );
  const byId = new Map(channels.map((channel) => [channel._id, channel]));
  const states = new Map(rows.map((row) => [row._id, publicState(row)]));
  return taken.map(({ _id: id, email, changeId, tellAt, ...row }) => {
    const { message, channel, destination, userId, preferences, watch, watchId, section, kind, notice } = row;
    const queuedAt = row.queuedAt.getTime();
    return {
      id,
      message,
      channel,
      destination,
      settings: byId.get(destination)?.settings ?? {},
      userId,
      preferences,
      watch,
      watchId,
      recipient: email,
      section,
      kind,
      reminder: row.reminder ?? 0,
      change: changeId === null ? null : (changes.get(changeId) ?? null),
      notice,
      muted: notice === 'channel-muted' ? mutedOf(byId.get(watchId)) : null,
      current: states.get(section) ?? null,
      attempts: row.attempts,
      detectedAt: row.detectedAt.getTime(),
      queuedAt,
      waitedMs: Math.max(0, now - Math.max(queuedAt, tellAt?.getTime() ?? 0)),
    };
  });
}
