/**
 * Whether a section is watched is derived from its watches after each write of one: said by nobody, so it cannot be
 * said wrongly.
 */
import { idsAmong, ONE_BATCH } from './bulk.ts';
import type { Collections } from './documents.ts';
import { addSections } from './section-document.ts';

/**
 * Brings the section in step with its watches. Of rivals the one that counted before the other wrote counts again.
 * `dueInMs` (of a watch that was added): makes the document when there is none; never seen, it is due now; not watched
 * before, after that.
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

/** Finds the sections that a crash between a watch and its section has left out of step, and mends them. */
export async function mendSchedules(collections: Collections, now: number): Promise<void> {
  const { sections, watches } = collections;
  const wished = await watches.distinct('section', { paused: false });
  const watched = await sections.find({ watched: true }, { projection: { _id: 1 }, batchSize: ONE_BATCH }).toArray();
  const wishedSet = new Set(wished);
  const idle = watched.map(({ _id }) => _id).filter((section) => !wishedSet.delete(section));
  // A document that is there is only brought in step; a missing one is made, due now.
  const known = await idsAmong(sections, [...wishedSet]);
  for (const section of [...idle, ...known]) await schedule(collections, section, now);
  for (const section of wishedSet) if (!known.has(section)) await schedule(collections, section, now, 0);
}
