/**
 * Brings the watches of courses up to date with sections that were written, before anybody is told of these. A mark in
 * the section's document, written with its state, says that this is still to be done. After a crash, the next process
 * that fans out does it.
 */
import type { ChangeKind } from '../../domain/change.ts';
import { formatCourseKey } from '../../domain/course.ts';
import { isNewFor } from '../../domain/new-section.ts';
import { mayChangeCoverage, showsNewSection } from '../coverage.ts';
import type { SectionCommit } from '../sections.ts';
import { findAmong, insertMissing, ONE_BATCH } from './bulk.ts';
import { newestCursor } from './change-order.ts';
import { channelsOfWatch, openChannels } from './channel-documents.ts';
import { coverCourses } from './coverage.ts';
import type { Collections, SectionDocument } from './documents.ts';
import { newNotice } from './notification-document.ts';
import { nothingWaits, publicState } from './section-document.ts';
import { TELLING } from './watch-document.ts';

export type Mark = NonNullable<SectionDocument['toCover']>;
export type ToCover = Pick<SectionDocument, '_id' | 'course' | 'state' | 'unknown' | 'toCover'>;

/**
 * The marks of these commits, by section: of changes that watches may come to hear of, and of new sections in courses
 * that are watched. Call it before the sections are written. Costs one query when a commit shows a section first.
 */
export async function marksOf(collections: Collections, commits: readonly SectionCommit[]): Promise<Map<string, Mark>> {
  const marks = new Map<string, Mark>();
  for (const commit of commits)
    if (commit.changes.length > 0 && mayChangeCoverage(commit))
      marks.set(commit.section, { version: commit.state!.version });
  const first = commits.flatMap((commit) => (showsNewSection(commit) ? [commit.state!] : []));
  if (first.length === 0) return marks;
  const courses = [...new Set(first.map(formatCourseKey))];
  const watched = await findAmong(collections.watches, 'course', courses, ['course']);
  const seenAt = await coursesSeenAt(collections, [...new Set(watched.map(({ course }) => course!))]);
  for (const state of first) {
    const courseSeenAt = seenAt.get(formatCourseKey(state));
    if (courseSeenAt !== undefined) marks.set(state.section, { version: state.version, courseSeenAt });
  }
  return marks;
}

async function coursesSeenAt({ sections }: Collections, courses: readonly string[]): Promise<Map<string, Date>> {
  const seenAt = new Map<string, Date>();
  if (courses.length === 0) return seenAt;
  const rows = await sections
    .find(
      { course: { $in: [...courses] }, version: { $gt: 0 } },
      { projection: { course: 1, 'state.checkedAt': 1 }, batchSize: ONE_BATCH },
    )
    .toArray();
  for (const { course, state } of rows) {
    const at = new Date(state!.checkedAt);
    if (at > (seenAt.get(course) ?? 0)) seenAt.set(course, at);
  }
  return seenAt;
}

/** Covers the courses of marked sections, and of `others`, tells of new sections, and removes the marks. */
export async function coverSections(
  collections: Collections,
  rows: readonly ToCover[],
  others: readonly string[],
  now: number,
): Promise<void> {
  const marked = rows.filter((row): row is ToCover & { toCover: Mark } => row.toCover !== undefined);
  const courses = new Set([...others, ...marked.map(({ course }) => course)]);
  if (courses.size > 0) await coverCourses(collections, [...courses], now);
  if (marked.length === 0) return;
  await tellNewSections(
    collections,
    marked.filter(({ toCover }) => toCover.courseSeenAt !== undefined),
    now,
  );
  await collections.sections.bulkWrite(
    marked.map(({ _id, toCover: { version } }) => ({
      updateOne: { filter: { _id, 'toCover.version': version }, update: nothingWaits('toCover') },
    })),
  );
}

/** The ids make a repetition harmless. */
async function tellNewSections(collections: Collections, rows: readonly ToCover[], now: number): Promise<void> {
  if (rows.length === 0) return;
  const bySection = new Map(rows.map((row) => [row._id, row]));
  const found = await findAmong(
    collections.watches,
    'covers',
    [...bySection.keys()],
    [...TELLING, 'course', 'createdAt'],
  );
  const watches = [...new Map(found.map((watch) => [watch._id, watch])).values()].filter(
    ({ course, tells }) => course !== undefined && tells,
  );
  const channels = await openChannels(
    collections,
    watches.map(({ userId }) => userId),
  );
  const cursor = await newestCursor(collections);
  const made = watches.flatMap((watch) =>
    watch.covers.flatMap((section) => {
      const row = bySection.get(section);
      const state = row === undefined ? undefined : publicState(row);
      const wishes = { ...watch, kinds: watch.kinds.split(',') as ChangeKind[], createdAt: watch.createdAt.getTime() };
      const seenAt = row?.toCover?.courseSeenAt?.getTime() ?? null;
      if (state === undefined || !isNewFor(wishes, state, seenAt)) return [];
      const about = { section, cursor, detectedAt: new Date(state.checkedAt), subject: `${section}:new-section` };
      return channelsOfWatch(watch, channels).map((channel) =>
        newNotice(watch, channel, { ...about, kind: 'opened', notice: 'new-section' }, now),
      );
    }),
  );
  await insertMissing(collections.notifications, made);
}
