/** The migration after which a watch is of a section or of a course. */

/**
 * `about` names what is watched (see `aboutOf`). `coverage` says which sections a watch covers; `tells` 0: only so that
 * the course is looked at (see `Coverage`). A trigger counts the coverage of a section by watches that are not paused.
 */
export const COVERAGE = `
  DROP TRIGGER section_first_seen;
  CREATE TABLE next_watches (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    section TEXT REFERENCES sections ON DELETE CASCADE,
    course TEXT,
    conditions TEXT,
    about TEXT NOT NULL,
    kinds TEXT NOT NULL,
    min_seats INTEGER NOT NULL DEFAULT 1,
    reserved_group TEXT,
    channels TEXT,
    remind TEXT NOT NULL DEFAULT 'off',
    paused INTEGER NOT NULL DEFAULT 0,
    paused_until INTEGER,
    verified INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    -- The newest change when the watch was created. The watch gets only later changes.
    after_cursor INTEGER NOT NULL,
    UNIQUE (user_id, about),
    CHECK ((section IS NULL) <> (course IS NULL))
  );
  INSERT INTO next_watches (id, user_id, section, about, kinds, paused, verified, created_at, after_cursor)
    SELECT id, user_id, section, section, kinds, paused, verified, created_at, after_cursor FROM watches ORDER BY rowid;
  DROP TABLE watches;
  ALTER TABLE next_watches RENAME TO watches;
  CREATE INDEX watches_by_section ON watches (section);
  CREATE INDEX watches_by_course ON watches (course) WHERE course IS NOT NULL;
  CREATE INDEX watches_to_resume ON watches (paused_until) WHERE paused_until IS NOT NULL;

  CREATE TABLE coverage (
    watch_id TEXT NOT NULL REFERENCES watches ON DELETE CASCADE,
    section TEXT NOT NULL REFERENCES sections ON DELETE CASCADE,
    tells INTEGER NOT NULL,
    PRIMARY KEY (watch_id, section)
  ) WITHOUT ROWID;
  INSERT INTO coverage (watch_id, section, tells) SELECT id, section, 1 FROM watches;
  CREATE INDEX coverage_by_section ON coverage (section, watch_id, tells);

  CREATE TRIGGER coverage_added AFTER INSERT ON coverage BEGIN
    UPDATE sections SET watches = watches + 1
    WHERE section = new.section AND (SELECT paused FROM watches WHERE id = new.watch_id) = 0;
  END;
  CREATE TRIGGER coverage_removed AFTER DELETE ON coverage BEGIN
    UPDATE sections SET watches = watches - 1
    WHERE section = old.section AND (SELECT paused FROM watches WHERE id = old.watch_id) = 0;
  END;
  CREATE TRIGGER watch_paused AFTER UPDATE OF paused ON watches WHEN old.paused <> new.paused BEGIN
    UPDATE sections SET watches = watches + iif(new.paused, -1, 1)
    WHERE section IN (SELECT section FROM coverage WHERE watch_id = new.id);
  END;
  CREATE TRIGGER watch_narrowed AFTER UPDATE OF paused, kinds ON watches BEGIN
    DELETE FROM notifications WHERE watch_id = new.id AND notice IS NULL AND status <> 'sent'
      AND (new.paused OR kind NOT IN (SELECT value FROM json_each(new.kinds)));
  END;
  -- Before, because the coverage counts only while its watch can say that it is not paused.
  CREATE TRIGGER watch_ending BEFORE DELETE ON watches BEGIN
    DELETE FROM coverage WHERE watch_id = old.id;
  END;
  CREATE TRIGGER watch_removed AFTER DELETE ON watches BEGIN
    DELETE FROM notifications WHERE watch_id = old.id AND notice IS NULL;
  END;
  CREATE TRIGGER section_first_seen AFTER UPDATE OF state ON sections
  WHEN old.state IS NULL AND new.state IS NOT NULL BEGIN
    UPDATE watches SET verified = 1 WHERE section = new.section;
  END;
`;
