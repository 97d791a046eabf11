/** Migrations of the rows of sections: how they are claimed, and how a scheduler hears of them. */

/**
 * The watched sections that were touched, each with its last touch. Only what was touched in this run is needed, so the
 * table is emptied when a process opens the file. AUTOINCREMENT never gives a number twice.
 */
export const TOUCHES = `
  CREATE TABLE touches (number INTEGER PRIMARY KEY AUTOINCREMENT, section TEXT NOT NULL UNIQUE);

  CREATE TRIGGER section_touched AFTER UPDATE OF state, missing_since, failures, due_at, watches ON sections
  WHEN old.watches > 0 OR new.watches > 0 BEGIN
    DELETE FROM touches WHERE section = new.section;
    INSERT INTO touches (section) VALUES (new.section);
  END;
`;

/** Finds the openings of a section without reading its changes, which are large. */
export const SEAT_EVENTS = `
  CREATE INDEX changes_of_seats ON changes (section, detected_at, kind)
  WHERE kind IN ('opened', 'closed', 'cancelled')`;

/** Sections are claimed by what a request shows, not by when they are due: the index need not change with each look. */
export const BY_REQUEST = `
  DROP INDEX sections_claimable;
  ALTER TABLE sections DROP COLUMN claimable_at;
  CREATE INDEX sections_watched ON sections (institution, term) WHERE watches > 0`;

/** A look that began before a cycle was asked for does not count for that cycle. */
export const DEMAND = 'ALTER TABLE sections ADD COLUMN demand INTEGER NOT NULL DEFAULT 0';
