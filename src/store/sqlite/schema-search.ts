/** The migration that lets students find sections and courses without reading their states. */

/**
 * The words that a section is found by are written when they change (see `section-search.ts`). The indexes have all
 * that a search compares and all that the list of courses shows.
 */
export const SEARCH_WORDS = `
  ALTER TABLE sections ADD COLUMN words TEXT;
  ALTER TABLE sections ADD COLUMN status TEXT AS (state ->> '$.status') VIRTUAL;
  CREATE INDEX sections_by_words ON sections (institution, term, words);
  CREATE INDEX sections_of_courses ON sections (institution, term, course, title, status, unknown)`;
