/** Adding a watch to a student's slots. */
import { randomUUID } from 'node:crypto';
import { MongoServerError } from 'mongodb';
import { storeError } from '../errors.ts';
import { DUPLICATE_KEY } from './bulk.ts';
import { newestCursor } from './change-order.ts';
import type { Collections, WatchDocument } from './documents.ts';

type Wish = Omit<WatchDocument, '_id' | 'email' | 'paused' | 'pausedUntil' | 'createdAt' | 'afterCursor' | 'slot'>;

/**
 * Inserts a watch. Unique indexes prevent a second watch of the same and a second watch in the slot, so two requests
 * cannot both get the last slot.
 */
export async function insertWatch(
  collections: Collections,
  wish: Wish,
  limit: number,
  now: number,
): Promise<WatchDocument | 'duplicate' | 'limit'> {
  const { users, watches } = collections;
  const { userId, about } = wish;
  for (;;) {
    const user = await users.findOne({ _id: userId, ...admitted });
    if (user === null) throw storeError('PMC_NOT_SIGNED_IN', {});
    const others = await watches.find({ userId }, { projection: { about: 1, slot: 1 } }).toArray();
    if (others.some((other) => other.about === about)) return 'duplicate';
    const taken = new Set(others.map(({ slot }) => slot));
    if (taken.size >= limit) return 'limit';
    const watch: WatchDocument = {
      ...wish,
      _id: randomUUID(),
      email: user.email,
      paused: false,
      createdAt: new Date(now),
      afterCursor: await newestCursor(collections),
      slot: freeSlot(taken),
    };
    try {
      await watches.insertOne(watch);
      if ((await users.findOne({ _id: userId, ...admitted })) !== null) return watch;
      await watches.deleteOne({ _id: watch._id });
    } catch (error) {
      if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
    }
  }
}

/** Neither leaving nor suspended. */
const admitted = { leaving: { $exists: false }, suspendedAt: { $exists: false } };

/** The first slot that no watch of the student uses. */
export function freeSlot(taken: ReadonlySet<number>): number {
  return Array.from({ length: taken.size + 1 }, (_, index) => index).find((index) => !taken.has(index))!;
}

/** Marks the watch as verified if its section was seen for the first time while the watch was being created. */
export async function verifiedSince({ sections, watches }: Collections, watch: WatchDocument): Promise<void> {
  const seen = await sections.findOne({ _id: { $in: watch.covers }, version: { $gt: 0 } }, { projection: { _id: 1 } });
  if (seen !== null) await watches.updateOne({ _id: watch._id }, { $set: { verified: true } });
}
