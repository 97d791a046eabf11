/** The migration after which what was sent to a student outlives its watch, until retention. */

/** What was not sent ends with its watch; so does a notice of an outage, because its end is no longer to be told. */
export const HISTORY = `
  DROP TRIGGER watch_narrowed;
  CREATE TRIGGER watch_narrowed AFTER UPDATE OF paused, kinds ON watches BEGIN
    DELETE FROM notifications
    WHERE watch_id = new.id AND (notice IS NULL OR notice = 'new-section') AND status <> 'sent'
      AND (new.paused OR kind NOT IN (SELECT value FROM json_each(new.kinds)));
  END;
  DROP TRIGGER watch_removed;
  CREATE TRIGGER watch_removed AFTER DELETE ON watches BEGIN
    DELETE FROM notifications WHERE watch_id = old.id AND (notice = 'outage'
      OR status <> 'sent' AND (notice IS NULL OR notice IN ('seen-again', 'new-section')));
  END;
`;
