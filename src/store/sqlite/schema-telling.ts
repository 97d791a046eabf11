/** The migration for watches that are judged by their own seats, for reminders, and for outages that are told. */

/**
 * `reminder`: which reminder of the opening it is, counted from 1; 0: not a reminder. A notice of an outage ends with
 * its watch.
 */
export const TELLING = `
  CREATE INDEX watches_particular ON watches (id) WHERE min_seats > 1 OR reserved_group IS NOT NULL;
  CREATE INDEX watches_to_remind ON watches (id) WHERE remind = 'hourly';
  ALTER TABLE notifications ADD COLUMN reminder INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX notifications_of_outages ON notifications (section) WHERE notice = 'outage';
  DROP TRIGGER watch_removed;
  CREATE TRIGGER watch_removed AFTER DELETE ON watches BEGIN
    DELETE FROM notifications
    WHERE watch_id = old.id AND (notice IS NULL OR notice IN ('outage', 'seen-again'));
  END;
`;
