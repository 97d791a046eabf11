/**
 * Which sections the watches of courses cover. It is derived from the states of the sections and kept in the watch, so
 * a crash between the two leaves it behind for a while; the next sweep derives it again.
 */
import { isDeepStrictEqual } from 'node:util';
import type { SectionState } from '../../domain/section.ts';
import type { Coverage } from '../../domain/watch.ts';
import { coverageOf } from '../../domain/watch.ts';
import { byKey } from '../coverage.ts';
import { findAmong, ONE_BATCH } from './bulk.ts';
import type { Collections, WatchDocument } from './documents.ts';
import { schedule } from './schedule.ts';
import { publicState } from './section-document.ts';

/** The known sections of a course, in the order of their keys. Their status may be `unknown`. */
export async function sectionsOfCourse({ sections }: Collections, course: string): Promise<SectionState[]> {
  const rows = await sections
    .find({ course, version: { $gt: 0 } }, { projection: { state: 1, unknown: 1 }, batchSize: ONE_BATCH })
    .toArray();
  return byKey(rows.flatMap((row) => publicState(row) ?? []));
}

/** Brings the coverage of all watches of these courses up to date. Costs one query when nobody watches them. */
export async function coverCourses(collections: Collections, courses: readonly string[], now: number): Promise<void> {
  const watches = await findAmong(collections.watches, 'course', courses, ['course', 'conditions', 'covers', 'tells']);
  const known = new Map<string, SectionState[]>();
  for (const watch of watches) {
    const course = watch.course!;
    if (!known.has(course)) known.set(course, await sectionsOfCourse(collections, course));
    await cover(collections, watch, coverageOf(watch.conditions ?? {}, known.get(course)!), now);
  }
}

/** Writes what a watch covers, and counts the watches of the sections that it covered or covers now. */
export async function cover(
  collections: Collections,
  { _id, covers, tells }: Pick<WatchDocument, '_id' | 'covers' | 'tells'>,
  coverage: Coverage,
  now: number,
): Promise<void> {
  if (isDeepStrictEqual({ sections: covers, tells }, coverage)) return;
  await collections.watches.updateOne({ _id }, { $set: { covers: coverage.sections, tells: coverage.tells } });
  const both = new Set(covers.filter((section) => coverage.sections.includes(section)));
  for (const section of new Set([...covers, ...coverage.sections]))
    if (!both.has(section)) await schedule(collections, section, now);
}

/** Derives the coverage of all watches of courses again. */
export async function repairCoverage(collections: Collections, now: number): Promise<void> {
  const courses = await collections.watches.distinct('course', { course: { $exists: true } });
  await coverCourses(
    collections,
    courses.filter((course) => course !== undefined),
    now,
  );
}

/** Gives the watches of an earlier version, all of sections, the fields they lack. */
export async function coverOldWatches({ watches }: Collections): Promise<void> {
  await watches.updateMany({ about: { $exists: false } }, [
    {
      $set: {
        about: '$section',
        covers: ['$section'],
        tells: true,
        minSeats: 1,
        reservedGroup: null,
        channels: null,
        remind: 'off',
      },
    },
  ]);
}
