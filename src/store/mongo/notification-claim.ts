/** Claiming notifications: queries find what is due with all a channel needs, one write takes the leases. */
import { randomUUID } from 'node:crypto';
import type { Filter } from 'mongodb';
import type { ChannelName, ClaimedNotification } from '../../domain/notification.ts';
import { chunksOf, findAmong, idsAmong, ONE_BATCH } from './bulk.ts';
import type { Collections, NotificationDocument } from './documents.ts';
import { upTo } from './documents.ts';
import { waitingOf } from './notification-document.ts';
import { publicState } from './section-document.ts';

type Found = Pick<NotificationDocument, '_id' | 'channel' | 'watchId' | 'email' | 'section' | 'changeId' | 'notice' | 'cursor' | 'attempts' | 'detectedAt' | 'queuedAt' | 'claimableAt'>;

const WANTED = ['channel', 'watchId', 'email', 'section', 'changeId', 'notice', 'cursor', 'attempts', 'detectedAt', 'queuedAt', 'claimableAt'] as const;

/** Pending ones of a channel that no stop switch holds back; undefined: all are held back. */
export async function wanted({ pauses }: Collections, channel: ChannelName): Promise<Filter<NotificationDocument> | undefined> {
  const paused = (await pauses.find({ scope: 'notifications' }).toArray()).map(({ institution }) => institution);
  if (paused.includes('')) return undefined;
  return { status: 'pending', channel, ...(paused.length > 0 && { institution: { $nin: paused } }) };
}

export async function claimNotifications(
  collections: Collections, channel: ChannelName, owner: string, leaseMs: number, limit: number, now: number,
): Promise<ClaimedNotification[]> {
  const filter = await wanted(collections, channel);
  if (filter === undefined) return [];
  // The oldest make the choice of watches; then everything of these watches comes along, to be told in one message.
  const due = await collections.notifications.find({ ...filter, claimableAt: upTo(now) }, { projection: { watchId: 1 }, batchSize: ONE_BATCH })
    .sort({ claimableAt: 1, cursor: 1, _id: 1 }).limit(limit).toArray();
  const watches = [...new Set(due.map(({ watchId }) => watchId))];
  if (watches.length === 0) return [];
  const place = new Map(watches.map((id, index) => [id, index]));
  const waiting = await findAmong(collections.notifications, 'waiting', watches.map((id) => waitingOf(channel, id)), WANTED);
  const claimable = await withoutOrphans(collections, watches, waiting.filter(({ claimableAt }) => claimableAt.getTime() <= now));
  const taken = await take(collections, claimable, owner, leaseMs, now);
  taken.sort((a, b) => place.get(a.watchId)! - place.get(b.watchId)! || a.cursor - b.cursor || (a._id < b._id ? -1 : 1));
  return await complete(collections, taken);
}

/**
 * Takes out what must not be sent. A notification about a change goes with its watch. A notice waits until its watch has gone: then it
 * cannot be made a second time.
 */
async function withoutOrphans({ watches, notifications }: Collections, ids: string[], claimable: Found[]): Promise<Found[]> {
  const living = await idsAmong(watches, ids);
  const orphans = claimable.filter(({ notice, watchId }) => notice === null && !living.has(watchId));
  for (const chunk of chunksOf(orphans)) await notifications.deleteMany({ _id: { $in: chunk.map(({ _id }) => _id) } });
  return claimable.filter(({ notice, watchId }) => (notice === null) === living.has(watchId));
}

/** Those of which the lease was got: of rivals for one exactly one gets it. */
async function take({ notifications }: Collections, claimable: Found[], owner: string, leaseMs: number, now: number): Promise<Found[]> {
  if (claimable.length === 0) return [];
  const claim = randomUUID();
  const { matchedCount } = await notifications.bulkWrite(claimable.map(({ _id }) => ({
    updateOne: {
      filter: { _id, status: 'pending', claimableAt: { $lte: new Date(now) } },
      update: { $set: { leaseOwner: owner, claim, claimableAt: new Date(now + leaseMs) } },
    },
  })), { ordered: false });
  if (matchedCount === claimable.length) return [...claimable];
  const won = await notifications.find({ leaseOwner: owner, claim }, { projection: { _id: 1 }, batchSize: ONE_BATCH }).toArray();
  const ids = new Set(won.map(({ _id }) => _id));
  return claimable.filter(({ _id }) => ids.has(_id));
}

async function complete(collections: Collections, taken: Found[]): Promise<ClaimedNotification[]> {
  const changeIds = [...new Set(taken.map(({ changeId }) => changeId))].filter((id) => id !== null);
  const found = await findAmong(collections.changes, '_id', changeIds, ['change']);
  const changes = new Map(found.map(({ _id, change }) => [_id, change]));
  const rows = await findAmong(collections.sections, '_id', [...new Set(taken.map(({ section }) => section))], ['state', 'unknown']);
  const states = new Map(rows.map((row) => [row._id, publicState(row)]));
  return taken.map(({ _id: id, channel, watchId, email, section, changeId, notice, attempts, detectedAt, queuedAt }) => ({
    id, channel, watchId, recipient: email, section,
    change: changeId === null ? null : changes.get(changeId) ?? null, notice, current: states.get(section) ?? null,
    attempts, detectedAt: detectedAt.getTime(), queuedAt: queuedAt.getTime(),
  }));
}
