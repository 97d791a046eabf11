/** Finds sections by what a student types, and the courses of a term. */
import { searchWords, typedWords } from '../../domain/search.ts';
import type { SectionState } from '../../domain/section.ts';
import type { KnownCourse, SectionsFound } from '../found.ts';
import type { Connection } from './connection.ts';
import type { PublicRow } from './section-row.ts';
import { publicState } from './section-row.ts';

const TERM = 'AND term = ?2';

/**
 * A search for texts with so many words each. An index has the words of every section, so only the rows that are found
 * are read. The order: the exact class number, the exact course, courses that start with the text, then by course.
 */
export function searchSql(wordCounts: readonly number[], where: typeof TERM | '' = TERM): string {
  let place = 4;
  const texts = wordCounts.map((count) =>
    Array.from({ length: count }, () => `instr(words, ?${(place += 1)}) > 0`).join(' AND '),
  );
  return `
    WITH found AS (
      SELECT rowid AS id, count(*) OVER () AS total, row_number() OVER (
        ORDER BY class_number = ?3 DESC, lower(subject || catalog_number) = ?3 DESC,
          instr(lower(subject || catalog_number), ?3) = 1 DESC,
          subject, catalog_number, title, term DESC, class_number
      ) AS place
      FROM sections INDEXED BY sections_by_words
      WHERE institution = ?1 ${where} AND words IS NOT NULL AND (${texts.join(' OR ')})
    )
    SELECT state, unknown, total FROM found JOIN sections s ON s.rowid = found.id
    WHERE place <= ?4 ORDER BY place`;
}

/** `texts`: spellings of the same search, the likeliest first. */
export function searchSections(
  connection: Connection,
  institution: string,
  term: string | null,
  texts: readonly string[],
  limit: number,
): SectionsFound {
  const typed = texts.map(typedWords).filter((words) => words.length > 0);
  if (typed.length === 0) return { sections: [], total: 0 };
  const rows = connection.all<PublicRow & { total: number }>(
    searchSql(
      typed.map(({ length }) => length),
      term === null ? '' : TERM,
    ),
    institution,
    term,
    typed[0]!.join(''),
    limit,
    ...typed.flat().map((word) => ` ${word}`),
  );
  return { sections: rows.map(publicState), total: rows[0]?.total ?? 0 };
}

/** Read from an index alone. */
export const COURSES = `
  SELECT course, max(title) AS title, count(*) AS sections,
    sum(unknown = 0 AND status IN ('full', 'waitlist', 'reserved')) AS full
  FROM sections INDEXED BY sections_of_courses
  WHERE institution = ? AND term = ? AND status <> 'cancelled'
  GROUP BY course`;

export function knownCourses(connection: Connection, institution: string, term: string): KnownCourse[] {
  return connection
    .all<KnownCourse>(COURSES, institution, term)
    .map((row) => ({ ...row, course: `${institution}/${row.course}` }));
}

const KEEP_WORDS = 'UPDATE sections SET words = ?2 WHERE section = ?1 AND words IS NOT ?2';

/** Keeps the words that a section is found by. Writes only if they are others than before. */
export function keepWords(connection: Connection, state: SectionState): void {
  connection.run(KEEP_WORDS, state.section, ` ${searchWords(state).join(' ')}`);
}

/** Sections with a state but without words come from an archive or an earlier version, or were repaired. */
export function addMissingWords(connection: Connection): void {
  const rows = connection.all<{ state: string }>(
    'SELECT state FROM sections WHERE state IS NOT NULL AND words IS NULL',
  );
  for (const { state } of rows) keepWords(connection, JSON.parse(state) as SectionState);
}
