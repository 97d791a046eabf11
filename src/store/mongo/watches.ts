/** Watches in MongoDB. */
import type { UpdateFilter } from 'mongodb';
import type { ChangeKind } from '../../domain/change.ts';
import type { Coverage, NewWatch, Watch } from '../../domain/watch.ts';
import { aboutOf, coverageOf } from '../../domain/watch.ts';
import type { AddedWatch, UnverifiedCourse, WatchPatch, WatchStore } from '../watches.ts';
import { unlessDuplicate } from './bulk.ts';
import type { ChangeOrder } from './change-order.ts';
import { newestCursor } from './change-order.ts';
import type { Connection } from './connection.ts';
import { coverCourses, sectionsOfCourse } from './coverage.ts';
import type { Collections, WatchDocument } from './documents.ts';
import { insertWatch, verifiedSince } from './new-watch.ts';
import { placeChanges } from './outbox.ts';
import { queueNotices } from './notices.ts';
import { schedule } from './schedule.ts';
import { toldTo, subjectOf, termsOf, watchesOf, watchOf } from './watch-document.ts';
import { sectionKeyOf } from '../../institutions/section-key.ts';

export class MongoWatches implements WatchStore {
  readonly #connection: Connection;
  readonly #order: ChangeOrder;

  constructor(connection: Connection, order: ChangeOrder) {
    this.#connection = connection;
    this.#order = order;
  }

  async add(userId: string, wish: NewWatch, verified: boolean, limit: number, dueInMs: number): Promise<AddedWatch> {
    if (wish.section !== undefined) sectionKeyOf(wish.section);
    const now = this.#connection.now();
    return await this.#connection.use(async (collections) => {
      const { sections: covers, tells } = await wishedCoverage(collections, wish);
      const seen = await placeChanges(collections, this.#order, covers);
      const added = {
        userId,
        ...subjectOf(wish),
        about: aboutOf(wish),
        covers,
        tells,
        ...termsOf(wish),
        verified: verified || seen,
      };
      const outcome = await insertWatch(collections, added, limit, now);
      // Also for an existing watch, because a crash may have left its sections inconsistent.
      if (outcome !== 'limit') for (const section of covers) await schedule(collections, section, now, dueInMs);
      if (typeof outcome === 'string') return { outcome };
      // A commit before the insert did not see the watch.
      if (wish.course !== undefined) await coverCourses(collections, [wish.course], now);
      else if (!outcome.verified) await verifiedSince(collections, outcome);
      return { outcome: 'added', watch: (await this.#read(collections, outcome._id))!.watch };
    });
  }

  async list(userId: string): Promise<Watch[]> {
    return await this.#connection.use((collections) => watchesOf(collections, userId));
  }

  async update(userId: string, watchId: string, patch: WatchPatch): Promise<Watch | 'duplicate' | undefined> {
    const now = this.#connection.now();
    return await this.#connection.use(async (collections) => {
      const known = await collections.watches.findOne({ _id: watchId, userId });
      if (known === null) return undefined;
      const { conditions, paused: wished, pausedUntil, kinds, ...terms } = patch;
      const user = wished === undefined ? null : await collections.users.findOne({ _id: userId });
      // A watch of a suspended student stays paused, and goes on when the student is restored.
      const held = user?.suspendedAt !== undefined && (wished === false || typeof pausedUntil === 'number');
      const paused = held ? true : wished;
      const resumes = known.paused && paused === false;
      if (resumes) await placeChanges(collections, this.#order, known.covers);
      const until = paused === true && pausedUntil !== null ? pausedUntil : undefined;
      const update: UpdateFilter<WatchDocument> = {
        $set: {
          // An update must have at least one field.
          userId,
          ...terms,
          ...(kinds !== undefined && { kinds: kinds.join() }),
          ...(conditions !== undefined && { conditions, about: aboutOf({ ...known, conditions }) }),
          ...(paused !== undefined && { paused }),
          ...(held && { held }),
          ...(until !== undefined && { pausedUntil: new Date(until) }),
          // A resumed watch skips the changes made during its pause.
          ...(resumes && { afterCursor: await newestCursor(collections) }),
        },
        ...(paused !== undefined && until === undefined && { $unset: { pausedUntil: '', ...(!held && { held: '' }) } }),
        ...(paused !== undefined && until !== undefined && !held && { $unset: { held: '' } }),
        ...(conditions !== undefined && { $inc: { covered: 1 } }),
      };
      const found = await unlessDuplicate(
        collections.watches.findOneAndUpdate({ _id: watchId, userId }, update, { returnDocument: 'after' }),
      );
      if (found === null) return undefined;
      if (found === 'duplicate') return found;
      if (conditions !== undefined) await coverCourses(collections, [found.course!], now);
      await dropUnwanted(collections, watchId);
      if (paused !== undefined) for (const section of found.covers) await schedule(collections, section, now);
      return (await this.#read(collections, watchId))?.watch;
    });
  }

  async remove(userId: string, watchId: string): Promise<boolean> {
    return await this.#connection.use(async (collections) => {
      const found = await collections.watches.findOne({ _id: watchId, userId });
      return found !== null && (await endWatches(collections, [found], this.#connection.now())) === 1;
    });
  }

  async find(watchId: string): Promise<{ watch: Watch; userId: string } | undefined> {
    return await this.#connection.use((collections) => this.#read(collections, watchId));
  }

  async unverifiedCourses(after: string, limit: number): Promise<UnverifiedCourse[]> {
    const found = await this.#connection.use(({ watches }) =>
      watches
        .aggregate<{ _id: string; userId: string }>([
          { $match: { course: { $gt: after }, verified: false } },
          { $group: { _id: '$course', userId: { $min: '$userId' } } },
          { $sort: { _id: 1 } },
          { $limit: limit },
        ])
        .toArray(),
    );
    return found.map(({ _id: course, userId }) => ({ course, userId }));
  }

  async endUnverified(course: string): Promise<number> {
    const now = this.#connection.now();
    return await this.#connection.use(async (collections) => {
      if ((await sectionsOfCourse(collections, course)).length > 0) return 0;
      const ended = await collections.watches.find({ course, verified: false }).toArray();
      // The notices come first, see `queueNotices`.
      await queueNotices(collections, ended, 'not-found', now);
      return await endWatches(collections, ended, now);
    });
  }

  async resume(): Promise<number> {
    const due = await this.#connection.use(({ watches }) =>
      watches
        .find(
          { pausedUntil: { $lte: new Date(this.#connection.now()) }, held: { $exists: false } },
          { projection: { userId: 1 } },
        )
        .toArray(),
    );
    for (const { _id, userId } of due) await this.update(userId, _id, { paused: false });
    return due.length;
  }

  async #read(collections: Collections, watchId: string): Promise<{ watch: Watch; userId: string } | undefined> {
    const found = await collections.watches.findOne({ _id: watchId });
    if (found === null) return undefined;
    return { watch: watchOf(found, (await toldTo(collections, [watchId])).get(watchId)), userId: found.userId };
  }
}

async function wishedCoverage(
  collections: Collections,
  { section, course, conditions = {} }: Pick<WatchDocument, 'section' | 'course' | 'conditions'>,
): Promise<Coverage> {
  if (section !== undefined) return { sections: [section], tells: true };
  return coverageOf(conditions, await sectionsOfCourse(collections, course!));
}

/** Deletes unsent notifications that the watch no longer wants. What a fan-out adds meanwhile is never claimed. */
async function dropUnwanted({ watches, notifications }: Collections, watchId: string): Promise<void> {
  const watch = await watches.findOne({ _id: watchId });
  if (watch === null) return;
  const { kinds, paused, covers, tells } = watch;
  const wanted = { kind: { $in: kinds.split(',') as ChangeKind[] }, section: { $in: tells ? covers : [] } };
  const unwanted = paused ? {} : { $nor: [wanted] };
  await notifications.deleteMany({
    watchId,
    notice: { $in: [null, 'new-section'] },
    status: { $ne: 'sent' },
    ...unwanted,
  });
}

/**
 * Ends the watches with their unsent notifications. Returns how many there were. Notifications that a fan-out adds
 * meanwhile or a crash leaves behind are never sent, because a notification is claimed only while its watch exists.
 */
export async function endWatches(collections: Collections, ended: WatchDocument[], now: number): Promise<number> {
  if (ended.length === 0) return 0;
  const ids = ended.map(({ _id }) => _id);
  const { deletedCount } = await collections.watches.deleteMany({ _id: { $in: ids } });
  await collections.notifications.deleteMany({
    watchId: { $in: ids },
    $or: [
      { status: { $ne: 'sent' }, notice: { $in: [null, 'seen-again', 'new-section'] } },
      // Its end is no longer to be told.
      { notice: 'outage' },
    ],
  });
  for (const section of new Set(ended.flatMap(({ covers }) => covers))) await schedule(collections, section, now);
  return deletedCount;
}
