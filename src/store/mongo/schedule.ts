/**
 * Derives whether a section is watched from its watches, after each write of a watch. Nobody sets it directly, so it
 * cannot be wrong for long.
 */
import { idsAmong, ONE_BATCH } from './bulk.ts';
import type { Collections } from './documents.ts';
import { addSections } from './section-document.ts';

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
    if (row === null && dueInMs === undefined) return;
    const found = await watches.find({ section }, { projection: { paused: 1 }, batchSize: ONE_BATCH }).toArray();
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
          watched: found.some(({ paused }) => !paused),
          followed: found.length > 0,
          derived: { $add: ['$derived', 1] },
          claimableAt: { $max: ['$dueAt', '$leaseUntil'] },
        },
      },
    ]);
    if (matchedCount === 1) return;
  }
}

/**
 * Finds the sections that a crash between the writes of a watch and its section left inconsistent, and repairs them.
 */
export async function repairSchedules(collections: Collections, now: number): Promise<void> {
  const { sections, watches } = collections;
  const wished = await watches.distinct('section', { paused: false });
  const watched = await sections.find({ watched: true }, { projection: { _id: 1 }, batchSize: ONE_BATCH }).toArray();
  const wishedSet = new Set(wished);
  const idle = watched.map(({ _id }) => _id).filter((section) => !wishedSet.delete(section));
  // Existing sections are only updated. Missing ones are created, due now.
  const known = await idsAmong(sections, [...wishedSet]);
  for (const section of [...idle, ...known]) await schedule(collections, section, now);
  for (const section of wishedSet) if (!known.has(section)) await schedule(collections, section, now, 0);
}
