/**
 * Suspends and restores a student. The user document says so first when it begins, and last when it ends, so the next
 * sweep can finish what a crash interrupted.
 */
import type { ChangeOrder } from './change-order.ts';
import { newestCursor } from './change-order.ts';
import type { Collections, WatchDocument } from './documents.ts';
import { placeChanges } from './outbox.ts';
import { schedule } from './schedule.ts';

export async function suspend(collections: Collections, userId: string, now: number): Promise<void> {
  const { users } = collections;
  await users.updateOne({ _id: userId, suspendedAt: { $exists: false } }, { $set: { suspendedAt: new Date(now) } });
  const user = await users.findOne({ _id: userId });
  if (user === null) return;
  await silence(collections, userId, now);
  await collections.sessions.deleteMany({ userId });
  await collections.signIns.deleteMany({ email: user.email, usedAt: { $exists: false } });
}

export async function restore(
  collections: Collections,
  order: ChangeOrder,
  userId: string,
  now: number,
): Promise<void> {
  const { users, watches } = collections;
  const held = await watches.find({ userId, held: true }).toArray();
  // As after every pause, what changed meanwhile is not told.
  await placeChanges(collections, order, sectionsOf(held));
  const goesOn = {
    userId,
    held: true as const,
    $or: [{ pausedUntil: { $exists: false } }, { pausedUntil: past(now) }],
  };
  await watches.updateMany(goesOn, {
    $set: { paused: false, afterCursor: await newestCursor(collections) },
    $unset: { held: '', pausedUntil: '' },
  });
  await watches.updateMany({ userId, held: true }, { $unset: { held: '' } });
  for (const section of sectionsOf(held)) await schedule(collections, section, now);
  await users.updateOne({ _id: userId }, { $unset: { suspendedAt: '' } });
}

/** Also for a restored student whose restoration was interrupted: it is still to be asked for again. */
export async function finishSuspensions(collections: Collections, now: number): Promise<void> {
  const suspended = await collections.users.find({ suspendedAt: { $exists: true } }).toArray();
  for (const { _id } of suspended) await silence(collections, _id, now);
}

/** Holds the watches, and deletes what was not sent. */
async function silence(collections: Collections, userId: string, now: number): Promise<void> {
  const { watches, notifications } = collections;
  const open = await watches
    .find({ userId, held: { $exists: false }, $or: [{ paused: false }, { pausedUntil: { $exists: true } }] })
    .toArray();
  if (open.length > 0)
    await watches.updateMany({ _id: { $in: open.map(({ _id }) => _id) } }, { $set: { paused: true, held: true } });
  await notifications.deleteMany({ userId, $or: [{ status: 'pending' }, { status: 'dead', notice: null }] });
  for (const section of sectionsOf(open)) await schedule(collections, section, now);
}

function sectionsOf(watches: readonly WatchDocument[]): string[] {
  return [...new Set(watches.flatMap(({ covers }) => covers))];
}

function past(now: number): { $lte: Date } {
  return { $lte: new Date(now) };
}
