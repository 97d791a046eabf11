/** Watches in MongoDB. */
import type { ChangeKind } from '../../domain/change.ts';
import type { Watch } from '../../domain/watch.ts';
import type { AddedWatch, WatchPatch, WatchStore } from '../watches.ts';
import type { ChangeOrder } from './change-order.ts';
import { newChanges, newestCursor } from './change-order.ts';
import type { Connection } from './connection.ts';
import type { Collections, WatchDocument } from './documents.ts';
import { insertWatch, verifiedSince } from './new-watch.ts';
import { schedule } from './schedule.ts';
import { sectionKeyOf } from '../../institutions/section-key.ts';

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
    sectionKeyOf(section);
    const now = this.#connection.now();
    return await this.#connection.use(async (collections) => {
      const wish = {
        userId,
        section,
        kinds: kinds.join(),
        verified: verified || (await this.#placeChanges(collections, section)) > 0,
      };
      const outcome = await insertWatch(collections, wish, limit, now);
      // Also for an existing watch, because a crash may have left its section inconsistent.
      if (outcome !== 'limit') await schedule(collections, section, now, dueInMs);
      if (typeof outcome === 'string') return { outcome };
      return {
        outcome: 'added',
        watch: watchOf(outcome.verified ? outcome : await verifiedSince(collections, outcome)),
      };
    });
  }

  /**
   * Gives all committed changes of the section their numbers, so that a new watch does not get them. Returns the
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
            // An update must have at least one field.
            userId,
            ...(kinds !== undefined && { kinds: kinds.join() }),
            ...(paused !== undefined && { paused }),
            // A resumed watch skips the changes made during its pause.
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

/** Deletes unsent notifications that the watch no longer wants. What a fan-out adds meanwhile is never claimed. */
async function dropUnwanted({ notifications }: Collections, { _id, kinds, paused }: WatchDocument): Promise<void> {
  const unwanted = paused ? {} : { kind: { $nin: kinds.split(',') as ChangeKind[] } };
  await notifications.deleteMany({ watchId: _id, notice: null, status: { $ne: 'sent' }, ...unwanted });
}

export async function watchesOf({ watches }: Collections, userId: string): Promise<Watch[]> {
  return (await watches.find({ userId }).sort({ createdAt: 1, slot: 1 }).toArray()).map(watchOf);
}

/**
 * Ends the watches with their notifications. Returns how many there were. Notifications that a fan-out adds meanwhile
 * or a crash leaves behind are never sent, because a notification is claimed only while its watch exists.
 */
export async function endWatches(collections: Collections, ended: WatchDocument[], now: number): Promise<number> {
  if (ended.length === 0) return 0;
  const ids = ended.map(({ _id }) => _id);
  const { deletedCount } = await collections.watches.deleteMany({ _id: { $in: ids } });
  await collections.notifications.deleteMany({ watchId: { $in: ids }, notice: null });
  for (const section of new Set(ended.map((watch) => watch.section))) await schedule(collections, section, now);
  return deletedCount;
}

function watchOf({ _id: id, section, kinds, paused, verified, createdAt }: WatchDocument): Watch {
  return { id, section, kinds: kinds.split(',') as ChangeKind[], paused, verified, createdAt: createdAt.toISOString() };
}
