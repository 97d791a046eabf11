/**
 * Derives whether a section is watched from its watches, after each write of a watch. Nobody sets it directly, so it
 * cannot be wrong for long.
 */
import { idsAmong, ONE_BATCH } from './bulk.ts';
import type { Collections } from './documents.ts';
import { addSections } from './section-document.ts';
import { markUnwatched, TOUCHED } from './touches.ts';

/**
 * Updates the section from its watches. When another process wrote in between, it counts again. Pass `dueInMs` for a
 * new watch: a missing section is created, a section that was never seen is due now, and one that was not watched
 * before is due after `dueInMs`.
 */
export async function schedule(
  collections: Collections,
  section: string,
  now: number,
  dueInMs?: number,
): Promise<void> {
  const { sections, watches } = collections;
  for (;;) {
    if (dueInMs !== undefined) await addSections(collections, [section], now);
    const row = await sections.findOne({ _id: section }, { projection: { derived: 1 } });
    if (row === null && dueInMs === undefined) return await markUnwatched(collections, section);
    const found = await watches
      .find({ covers: section }, { projection: { paused: 1 }, batchSize: ONE_BATCH })
      .toArray();
    const watchesNow = found.filter(({ paused }) => !paused).length;
    const due = {
      $cond: [
        { $eq: ['$state', null] },
        new Date(now),
        { $cond: ['$watched', '$dueAt', new Date(now + (dueInMs ?? 0))] },
      ],
    };
    const { matchedCount } = await sections.updateOne({ _id: section, derived: row?.derived ?? -1 }, [
      ...(dueInMs === undefined ? [] : [{ $set: { dueAt: due } }]),
      {
        $set: {
          ...TOUCHED,
          watched: watchesNow > 0,
          watches: watchesNow,
          followed: found.length > 0,
          derived: { $add: ['$derived', 1] },
        },
      },
    ]);
    if (matchedCount === 0) continue;
    if (watchesNow === 0) await markUnwatched(collections, section);
    return;
  }
}

/** Counts the watches of sections from an earlier version, where nobody has counted them yet. */
export async function countWatches({ sections, watches }: Collections, of?: readonly string[]): Promise<void> {
  const counts = await watches
    .aggregate<{ _id: string; count: number }>(
      [
        { $match: { ...(of !== undefined && { covers: { $in: of } }), paused: false } },
        { $unwind: '$covers' },
        { $group: { _id: '$covers', count: { $sum: 1 } } },
      ],
      { batchSize: ONE_BATCH },
    )
    .toArray();
  const counted = counts.map(({ _id, count }) => ({
    updateOne: {
      filter: { _id, ...(of === undefined && { watches: { $exists: false } }) },
      update: { $set: { watches: count } },
    },
  }));
  if (counted.length > 0) await sections.bulkWrite(counted, { ordered: false });
}

/**
 * Finds the sections that a crash between the writes of a watch and its section left inconsistent, and repairs them.
 */
export async function repairSchedules(collections: Collections, now: number): Promise<void> {
  const { sections, watches } = collections;
  const wished = await watches.distinct('covers', { paused: false });
  const watched = await sections.find({ watched: true }, { projection: { _id: 1 }, batchSize: ONE_BATCH }).toArray();
  const wishedSet = new Set(wished);
  const idle = watched.map(({ _id }) => _id).filter((section) => !wishedSet.delete(section));
  // Existing sections are only updated. Missing ones are created, due now.
  const known = await idsAmong(sections, [...wishedSet]);
  for (const section of [...idle, ...known]) await schedule(collections, section, now);
  for (const section of wishedSet) if (!known.has(section)) await schedule(collections, section, now, 0);
}
