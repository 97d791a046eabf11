/** Which sections a watch covers. Call it within a transaction. */
import type { Conditions } from '../../domain/conditions.ts';
import { parseCourseKey } from '../../domain/course.ts';
import type { SectionState } from '../../domain/section.ts';
import { coverageOf } from '../../domain/watch.ts';
import type { Connection } from './connection.ts';

/** The known sections of a course, by key. */
export const SECTIONS_OF = `
  SELECT state FROM sections WHERE institution = ? AND course = ? AND state IS NOT NULL ORDER BY section`;

export const WATCHES_OF = `
  SELECT id, course, conditions FROM watches
  WHERE course IS NOT NULL AND course IN (SELECT value FROM json_each(?))`;

const COVER = `
  INSERT INTO coverage (watch_id, section, tells) SELECT ?1, value, ?2 FROM json_each(?3) WHERE true
  ON CONFLICT (watch_id, section) DO UPDATE SET tells = excluded.tells`;

interface CourseWatch {
  id: string;
  course: string;
  conditions: string | null;
}

/** Brings the coverage of all watches of these courses up to date. Costs one query when nobody watches them. */
export function coverCourses(connection: Connection, courses: readonly string[]): void {
  if (courses.length === 0) return;
  const known = new Map<string, SectionState[]>();
  for (const { id, course, conditions } of connection.all<CourseWatch>(WATCHES_OF, JSON.stringify(courses))) {
    if (!known.has(course)) known.set(course, knownSections(connection, course));
    const coverage = coverageOf(conditionsOf(conditions), known.get(course)!);
    cover(connection, id, coverage);
    if (coverage.sections.length > 0)
      connection.run('UPDATE watches SET verified = 1 WHERE id = ? AND verified = 0', id);
  }
}

export function knownSections(connection: Connection, course: string): SectionState[] {
  const { institution, term, subject, catalogNumber } = parseCourseKey(course)!;
  return connection
    .all<{ state: string }>(SECTIONS_OF, institution, `${term}/${subject}/${catalogNumber}`)
    .map(({ state }) => JSON.parse(state) as SectionState);
}

/** Writes what a watch covers. */
export function cover(connection: Connection, watchId: string, coverage: ReturnType<typeof coverageOf>): void {
  const sections = JSON.stringify(coverage.sections);
  connection.run(
    'DELETE FROM coverage WHERE watch_id = ? AND section NOT IN (SELECT value FROM json_each(?))',
    watchId,
    sections,
  );
  connection.run(COVER, watchId, Number(coverage.tells), sections);
}

function conditionsOf(text: string | null): Conditions {
  return text === null ? {} : (JSON.parse(text) as Conditions);
}
