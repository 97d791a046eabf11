/** Watches in MongoDB. */
import { randomUUID } from 'node:crypto';
import { MongoServerError } from 'mongodb';
import type { ChangeKind } from '../../domain/change.ts';
import type { Watch } from '../../domain/watch.ts';
import { storeError } from '../errors.ts';
import type { AddedWatch, WatchPatch, WatchStore } from '../watches.ts';
import type { ChangeOrder } from './change-order.ts';
import { newChanges, newestCursor } from './change-order.ts';
import type { Connection } from './connection.ts';
import type { Collections, WatchDocument } from './documents.ts';
import { schedule } from './schedule.ts';
import { keyOf } from './section-document.ts';

type Wish = Pick<WatchDocument, 'userId' | 'section' | 'kinds' | 'verified'>;

const DUPLICATE_KEY = 11_000;

export class MongoWatches implements WatchStore {
  readonly #connection: Connection;
  readonly #order: ChangeOrder;

  constructor(connection: Connection, order: ChangeOrder) {
    this.#connection = connection;
    this.#order = order;
  }

  async add(
    userId: string,
    section: string,
    kinds: ChangeKind[],
    verified: boolean,
    limit: number,
    dueInMs: number,
  ): Promise<AddedWatch> {
    keyOf(section);
    const now = this.#connection.now();
    return await this.#connection.use(async (collections) => {
      const wish = {
        userId,
        section,
        kinds: kinds.join(),
        verified: verified || (await this.#placeChanges(collections, section)) > 0,
      };
      const outcome = await insertWatch(collections, wish, limit, now);
      // Also for one that is there already: its section may have been left out of step.
      if (outcome !== 'limit') await schedule(collections, section, now, dueInMs);
      if (typeof outcome === 'string') return { outcome };
      return {
        outcome: 'added',
        watch: watchOf(outcome.verified ? outcome : await verifiedSince(collections, outcome)),
      };
    });
  }

  /**
   * What was committed before a wish is no news to it, also when it has no place in the order yet. Returns the
   * section's version; 0: never seen.
   */
  async #placeChanges(collections: Collections, section: string): Promise<number> {
    const row = await collections.sections.findOne({ _id: section }, { projection: { version: 1, outbox: 1 } });
    if (row?.outbox !== undefined) await this.#order.append(collections, newChanges(row.outbox));
    return row?.version ?? 0;
  }

  async list(userId: string): Promise<Watch[]> {
    return await this.#connection.use((collections) => watchesOf(collections, userId));
  }

  async update(userId: string, watchId: string, { kinds, paused }: WatchPatch): Promise<Watch | undefined> {
    return await this.#connection.use(async (collections) => {
      const known = await collections.watches.findOne({ _id: watchId, userId });
      if (known === null) return undefined;
      const resumes = known.paused && paused === false;
      if (resumes) await this.#placeChanges(collections, known.section);
      const found = await collections.watches.findOneAndUpdate(
        { _id: watchId, userId },
        {
          $set: {
            // Names a field always: an update must.
            userId,
            ...(kinds !== undefined && { kinds: kinds.join() }),
            ...(paused !== undefined && { paused }),
            // What changed while it was paused is no news to it.
            ...(resumes && { afterCursor: await newestCursor(collections) }),
          },
        },
        { returnDocument: 'after' },
      );
      if (found === null) return undefined;
      await dropUnwanted(collections, found);
      if (paused !== undefined) await schedule(collections, found.section, this.#connection.now());
      return watchOf(found);
    });
  }

  async remove(userId: string, watchId: string): Promise<boolean> {
    return await this.#connection.use(async (collections) => {
      const found = await collections.watches.findOne({ _id: watchId, userId });
      return found !== null && (await endWatches(collections, [found], this.#connection.now())) === 1;
    });
  }

  async find(watchId: string): Promise<{ watch: Watch; userId: string } | undefined> {
    const found = await this.#connection.use(({ watches }) => watches.findOne({ _id: watchId }));
    return found === null ? undefined : { watch: watchOf(found), userId: found.userId };
  }

  async removeAll(userId: string): Promise<number> {
    return await this.#connection.use(
      async (collections) =>
        await endWatches(collections, await collections.watches.find({ userId }).toArray(), this.#connection.now()),
    );
  }
}

/** What is pending and no longer wanted. What fanning out adds meanwhile is not claimed. */
async function dropUnwanted({ notifications }: Collections, { _id, kinds, paused }: WatchDocument): Promise<void> {
  const unwanted = paused ? {} : { kind: { $nin: kinds.split(',') as ChangeKind[] } };
  await notifications.deleteMany({ watchId: _id, notice: null, status: { $ne: 'sent' }, ...unwanted });
}

export async function watchesOf({ watches }: Collections, userId: string): Promise<Watch[]> {
  return (await watches.find({ userId }).sort({ createdAt: 1, slot: 1 }).toArray()).map(watchOf);
}

/**
 * Ends the watches with their notifications. Returns how many were there. What fanning out adds meanwhile, or a crash
 * leaves, is never sent: a notification is claimed only while its watch exists.
 */
export async function endWatches(collections: Collections, ended: WatchDocument[], now: number): Promise<number> {
  if (ended.length === 0) return 0;
  const ids = ended.map(({ _id }) => _id);
  const { deletedCount } = await collections.watches.deleteMany({ _id: { $in: ids } });
  await collections.notifications.deleteMany({ watchId: { $in: ids }, notice: null });
  for (const section of new Set(ended.map((watch) => watch.section))) await schedule(collections, section, now);
  return deletedCount;
}

/**
 * Unique indexes refuse a second watch of the section and a second one in the slot: two rivals cannot both get what one
 * may have.
 */
async function insertWatch(
  collections: Collections,
  wish: Wish,
  limit: number,
  now: number,
): Promise<WatchDocument | 'duplicate' | 'limit'> {
  const { users, watches } = collections;
  const { userId, section } = wish;
  for (;;) {
    const user = await users.findOne({ _id: userId, leaving: { $exists: false } });
    if (user === null) throw storeError('PMC_NOT_SIGNED_IN', {});
    const others = await watches.find({ userId }, { projection: { section: 1, slot: 1 } }).toArray();
    if (others.some((other) => other.section === section)) return 'duplicate';
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
      if ((await users.findOne({ _id: userId, leaving: { $exists: false } })) !== null) return watch;
      await watches.deleteOne({ _id: watch._id });
    } catch (error) {
      if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
    }
  }
}

/** The first place of a student that no watch has. */
export function freeSlot(taken: ReadonlySet<number>): number {
  return Array.from({ length: taken.size + 1 }, (_, index) => index).find((index) => !taken.has(index))!;
}

/** The watch, verified when its section was seen for the first time while it was being made. */
async function verifiedSince({ sections, watches }: Collections, watch: WatchDocument): Promise<WatchDocument> {
  const seen = await sections.findOne({ _id: watch.section, version: { $gt: 0 } }, { projection: { _id: 1 } });
  if (seen === null) return watch;
  await watches.updateOne({ _id: watch._id }, { $set: { verified: true } });
  return { ...watch, verified: true };
}

function watchOf({ _id: id, section, kinds, paused, verified, createdAt }: WatchDocument): Watch {
  return { id, section, kinds: kinds.split(',') as ChangeKind[], paused, verified, createdAt: createdAt.toISOString() };
}
