/** Finds sections by what a student types. */

/**
 * Every word must be the start of the subject, the course ("CSE310"), the catalog number, a title word or the class
 * number. The order: the exact class number, the exact course, courses that start with the text, then by course. It
 * scans the sections of one term of one institution.
 */
const search = (where: string): string => `
  SELECT state, unknown FROM sections
  WHERE institution = ?1 AND ${where} AND state IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM json_each(?3) word WHERE NOT (
      subject || catalog_number LIKE word.value ESCAPE '\\' OR catalog_number LIKE word.value ESCAPE '\\'
      OR class_number LIKE word.value ESCAPE '\\' OR ' ' || title LIKE '% ' || word.value ESCAPE '\\'
    )
  )
  ORDER BY class_number = ?4 DESC, subject || catalog_number = ?4 COLLATE NOCASE DESC,
    subject || catalog_number LIKE ?5 ESCAPE '\\' DESC,
    subject, catalog_number, title, term DESC, class_number
  LIMIT ?6`;

/** Within one term: the course column starts with the term. */
export const SEARCH = search("course > ?2 || '/' AND course < ?2 || '0'");
export const SEARCH_ALL_TERMS = search('?2 IS NULL');

/**
 * The values of SEARCH for `text`: the words as patterns (JSON), the text without blanks, and that as a pattern.
 * undefined: the text has no words.
 */
export function searchTerms(text: string): [words: string, joined: string, joinedPattern: string] | undefined {
  const words = text
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return undefined;
  const joined = words.join('');
  return [JSON.stringify(words.map(startingWith)), joined, startingWith(joined)];
}

function startingWith(text: string): string {
  return `${text.replace(/[\\%_]/g, '\\$&')}%`;
}
