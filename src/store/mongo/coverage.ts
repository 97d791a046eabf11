/**
 * Which sections the watches of courses cover. It is derived from the states of the sections and kept in the watch.
 * What may change it is marked in the section's document, and no change of that section is told before (see
 * `cover-sections.ts`).
 */
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

type CourseWatch = Pick<WatchDocument, '_id' | 'course' | 'conditions' | 'covers' | 'tells' | 'covered'>;

/**
 * Brings the coverage of all watches of these courses up to date. Costs one query when nobody watches them. A watch is
 * read before the sections, and written only if nobody has derived its coverage since.
 */
export async function coverCourses(collections: Collections, courses: readonly string[], now: number): Promise<void> {
  for (;;) {
    const watches: CourseWatch[] = await findAmong(collections.watches, 'course', courses, [
      'course',
      'conditions',
      'covers',
      'tells',
      'covered',
    ]);
    if (watches.length === 0) return;
    const known = new Map<string, SectionState[]>();
    for (const { course } of watches)
      if (!known.has(course!)) known.set(course!, await sectionsOfCourse(collections, course!));
    const derived = watches.map((watch) => ({
      watch,
      coverage: coverageOf(watch.conditions ?? {}, known.get(watch.course!)!),
    }));
    const { matchedCount } = await collections.watches.bulkWrite(
      derived.map(({ watch: { _id, covered }, coverage: { sections, tells } }) => ({
        updateOne: {
          filter: { _id, covered: covered ?? { $exists: false } },
          update: {
            $set: { covers: sections, tells, ...(sections.length > 0 && { verified: true }) },
            $inc: { covered: 1 },
          },
        },
      })),
      { ordered: false },
    );
    // Also those of watches that were not written: counting again does no harm.
    for (const section of new Set(derived.flatMap(difference))) await schedule(collections, section, now);
    if (matchedCount === watches.length) return;
  }
}

/** The sections that a watch covered and no longer covers, or the other way round. */
function difference({ watch: { covers }, coverage }: { watch: CourseWatch; coverage: Coverage }): string[] {
  const [before, after] = [new Set(covers), new Set(coverage.sections)];
  return [
    ...covers.filter((section) => !after.has(section)),
    ...coverage.sections.filter((section) => !before.has(section)),
  ];
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
