/** Adds watches of the archive. */
import type { ArchivedWatch } from '../archive.ts';
import { findAmong, insertMissing } from './bulk.ts';
import type { Collections, SectionDocument, WatchDocument } from './documents.ts';
import { freeSlot } from './new-watch.ts';
import { countWatches } from './schedule.ts';

/** Marks the sections before it adds the watches, so that after a crash every watch has a marked section. */
export async function addWatches(collections: Collections, records: ArchivedWatch[]): Promise<void> {
  const { sections, users, watches } = collections;
  const students = [...new Set(records.map(({ userId }) => userId))];
  const emails = new Map((await findAmong(users, '_id', students, ['email'])).map(({ _id, email }) => [_id, email]));
  const taken = new Map(students.map((id) => [id, new Set<number>()]));
  const known = new Set<string>();
  for (const { _id, userId, slot } of await findAmong(watches, 'userId', students, ['userId', 'slot'])) {
    taken.get(userId)!.add(slot);
    known.add(_id);
  }
  const added = records
    .filter(({ id }) => !known.has(id))
    .map(({ id, createdAt, kinds, section, course, conditions, pausedUntil, held, ...wish }): WatchDocument => {
      const slots = taken.get(wish.userId)!;
      const slot = freeSlot(slots);
      slots.add(slot);
      return {
        ...wish,
        ...(section !== null && { section }),
        ...(course !== null && { course }),
        ...(conditions !== null && { conditions }),
        ...(pausedUntil !== null && { pausedUntil: new Date(pausedUntil) }),
        ...(held && { held }),
        _id: id,
        email: emails.get(wish.userId)!,
        kinds: kinds.join(),
        createdAt: new Date(createdAt),
        slot,
      };
    });
  const marks = new Map<string, Partial<SectionDocument>>();
  for (const { section, paused } of added.flatMap((watch) => watch.covers.map((each) => ({ ...watch, section: each }))))
    marks.set(section, { followed: true, ...(paused ? marks.get(section) : { watched: true }) });
  if (marks.size > 0)
    await sections.bulkWrite(
      [...marks].map(([_id, $set]) => ({ updateOne: { filter: { _id }, update: { $set } } })),
      { ordered: false },
    );
  await insertMissing(watches, added);
  await countWatches(collections, [...marks.keys()]);
}
