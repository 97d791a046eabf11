/** Claiming notifications: queries find what is due with all a channel needs, one write takes the leases. */
import { randomUUID } from 'node:crypto';
import type { Filter } from 'mongodb';
import type { ChannelName, ClaimedNotification } from '../../domain/notification.ts';
import { chunksOf, findAmong, ONE_BATCH } from './bulk.ts';
import type { Collections, NotificationDocument } from './documents.ts';
import { upTo } from './documents.ts';
import { waitingOf } from './notification-document.ts';
import { publicState } from './section-document.ts';

type Found = Pick<
  NotificationDocument,
  | '_id'
  | 'channel'
  | 'watchId'
  | 'email'
  | 'section'
  | 'changeId'
  | 'kind'
  | 'notice'
  | 'cursor'
  | 'attempts'
  | 'detectedAt'
  | 'queuedAt'
  | 'claimableAt'
>;

const WANTED = [
  'channel',
  'watchId',
  'email',
  'section',
  'changeId',
  'kind',
  'notice',
  'cursor',
  'attempts',
  'detectedAt',
  'queuedAt',
  'claimableAt',
] as const;

/** Pending ones of a channel that no stop switch holds back; undefined: all are held back. */
export async function wanted(
  { pauses }: Collections,
  channel: ChannelName,
): Promise<Filter<NotificationDocument> | undefined> {
  const paused = (await pauses.find({ scope: 'notifications' }).toArray()).map(({ institution }) => institution);
  if (paused.includes('')) return undefined;
  return { status: 'pending', channel, ...(paused.length > 0 && { institution: { $nin: paused } }) };
}

export async function claimNotifications(
  collections: Collections,
  channel: ChannelName,
  owner: string,
  leaseMs: number,
  limit: number,
  now: number,
): Promise<ClaimedNotification[]> {
  const filter = await wanted(collections, channel);
  if (filter === undefined) return [];
  // Openings make the choice of watches, then the oldest; then everything of these watches comes along, to be told in
  // one message.
  const due = await collections.notifications
    .find({ ...filter, claimableAt: upTo(now) }, { projection: { watchId: 1 }, batchSize: ONE_BATCH })
    .sort({ rank: 1, claimableAt: 1, cursor: 1, _id: 1 })
    .limit(limit)
    .toArray();
  const watches = [...new Set(due.map(({ watchId }) => watchId))];
  if (watches.length === 0) return [];
  const place = new Map(watches.map((id, index) => [id, index]));
  const keys = watches.map((id) => waitingOf(channel, id));
  const whole = await wholeVersions(
    collections,
    await findAmong(collections.notifications, 'waiting', keys, ['changeId']),
  );
  const waiting = await findAmong(collections.notifications, 'waiting', keys, WANTED);
  const ready = waiting.filter(({ changeId }) => changeId === null || whole.has(versionIn(changeId)));
  const taken = await take(collections, await withoutOrphans(collections, watches, ready, now), owner, leaseMs, now);
  taken.sort(
    (a, b) => place.get(a.watchId)! - place.get(b.watchId)! || a.cursor - b.cursor || (a._id < b._id ? -1 : 1),
  );
  return await complete(collections, taken, now);
}

/**
 * The versions that are not being fanned out at this moment. A change is marked as fanned out when all notifications of
 * its version are there: those that are read after its mark was seen are whole, and are told in one message.
 */
async function wholeVersions({ changes }: Collections, notifications: Pick<Found, 'changeId'>[]): Promise<Set<string>> {
  const ids = [...new Set(notifications.map(({ changeId }) => changeId))].filter((id) => id !== null);
  const versions = new Set(ids.map(versionIn));
  for (const { _id, toFanOut } of await findAmong(changes, '_id', ids, ['toFanOut']))
    if (toFanOut === true) versions.delete(versionIn(_id));
  return versions;
}

/** `asu/2267/66445#8` of `asu/2267/66445#8:opened`. */
function versionIn(changeId: string): string {
  return changeId.slice(0, changeId.lastIndexOf(':'));
}

/**
 * Takes out what must not be sent: what its watch does not want any more (it has gone, is paused, asks for other kinds,
 * or was paused when it happened). A notice waits until its watch has gone: then it cannot be made a second time.
 */
async function withoutOrphans(
  { watches, notifications }: Collections,
  ids: string[],
  ready: Found[],
  now: number,
): Promise<Found[]> {
  const living = new Map(
    (await findAmong(watches, '_id', ids, ['paused', 'kinds', 'afterCursor'])).map((watch) => [watch._id, watch]),
  );
  const isWanted = ({ watchId, kind, cursor }: Found): boolean => {
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
  return ready.filter((each) => (each.notice === null ? isWanted(each) : !living.has(each.watchId)));
}

/**
 * Takes whole messages. Who gets the lease on the first notification of one may take the others, so two rivals never
 * have a part each; while that one is not due, or somebody else's, the others wait for it.
 */
async function take(
  collections: Collections,
  ready: Found[],
  owner: string,
  leaseMs: number,
  now: number,
): Promise<Found[]> {
  const messages = new Map<string, Found[]>();
  for (const each of ready.toSorted((a, b) => (a._id < b._id ? -1 : 1))) {
    const key = `${each.watchId} ${each.changeId === null ? each._id : versionIn(each.changeId)}`;
    messages.set(key, [...(messages.get(key) ?? []), each]);
  }
  const due = [...messages.values()].filter(([first]) => isDue(first!, now));
  const won = new Set(
    await lease(
      collections,
      due.map(([first]) => first!),
      owner,
      leaseMs,
      now,
    ),
  );
  const others = due.flatMap(([first, ...rest]) => (won.has(first!) ? rest.filter((each) => isDue(each, now)) : []));
  return [...won, ...(await lease(collections, others, owner, leaseMs, now))];
}

function isDue({ claimableAt }: Found, now: number): boolean {
  return claimableAt.getTime() <= now;
}

/** Those of which the lease was got: of rivals for one exactly one gets it. */
async function lease(
  { notifications }: Collections,
  wished: Found[],
  owner: string,
  leaseMs: number,
  now: number,
): Promise<Found[]> {
  if (wished.length === 0) return [];
  const claim = randomUUID();
  const { matchedCount } = await notifications.bulkWrite(
    wished.map(({ _id }) => ({
      updateOne: {
        filter: { _id, status: 'pending', claimableAt: { $lte: new Date(now) } },
        update: { $set: { leaseOwner: owner, claim, claimableAt: new Date(now + leaseMs) } },
      },
    })),
    { ordered: false },
  );
  if (matchedCount === wished.length) return wished;
  const won = await notifications
    .find({ leaseOwner: owner, claim }, { projection: { _id: 1 }, batchSize: ONE_BATCH })
    .toArray();
  const ids = new Set(won.map(({ _id }) => _id));
  return wished.filter(({ _id }) => ids.has(_id));
}

async function complete(collections: Collections, taken: Found[], now: number): Promise<ClaimedNotification[]> {
  const changeIds = [...new Set(taken.map(({ changeId }) => changeId))].filter((id) => id !== null);
  const found = await findAmong(collections.changes, '_id', changeIds, ['change']);
  const changes = new Map(found.map(({ _id, change }) => [_id, change]));
  const rows = await findAmong(
    collections.sections,
    '_id',
    [...new Set(taken.map(({ section }) => section))],
    ['state', 'unknown'],
  );
  const states = new Map(rows.map((row) => [row._id, publicState(row)]));
  return taken.map(
    ({ _id: id, channel, watchId, email, section, changeId, notice, attempts, detectedAt, queuedAt }) => ({
      id,
      channel,
      watchId,
      recipient: email,
      section,
      change: changeId === null ? null : (changes.get(changeId) ?? null),
      notice,
      current: states.get(section) ?? null,
      attempts,
      detectedAt: detectedAt.getTime(),
      queuedAt: queuedAt.getTime(),
      waitedMs: Math.max(0, now - queuedAt.getTime()),
    }),
  );
}
