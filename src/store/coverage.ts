/** When the watches of a course may cover other sections than before. */
import { isDeepStrictEqual } from 'node:util';
import { factsOf } from '../domain/conditions.ts';
import { formatCourseKey } from '../domain/course.ts';
import type { SectionState } from '../domain/section.ts';
import type { SectionCommit } from './sections.ts';

/**
 * The courses, by key, of the sections that these commits show for the first time, or with something new on which
 * conditions depend. Most commits show only other seats and have none.
 */
export function coursesToCover(commits: readonly SectionCommit[]): string[] {
  return [...new Set(commits.flatMap((commit) => (mayChangeCoverage(commit) ? [formatCourseKey(commit.state!)] : [])))];
}

/** Whether the commit shows a section first, or with something new on which conditions depend. */
export function mayChangeCoverage({ state, expectedVersion, changes: [first] }: SectionCommit): boolean {
  if (state === null || state.version === expectedVersion) return false;
  // A new version without changes: a value was learnt, and it may be any.
  return expectedVersion === 0 || first === undefined || !isDeepStrictEqual(factsOf(first.before), factsOf(state));
}

/** Whether the commit shows a section for the first time, and seats in it that a watch may wait for. */
export function showsNewSection({ state, expectedVersion }: SectionCommit): boolean {
  return expectedVersion === 0 && (state?.status === 'open' || state?.status === 'reserved');
}

/** The states in the order of their keys. */
export function byKey(states: readonly SectionState[]): SectionState[] {
  return states.toSorted((a, b) => (a.section < b.section ? -1 : 1));
}
