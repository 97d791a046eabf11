/** Fan-out: changes × watches → pending notifications, in one write for any number of them. */
import type { Connection } from './connection.ts';

/** Of a channel `ch` and its student `u`: it is verified and not muted, and the student wants to be told at all. */
export const MAY_BE_TOLD = `ch.verified = 1 AND ch.muted_since IS NULL
      AND coalesce(u.preferences ->> '$.notifications', 1)`;
/** Of a channel `ch`: the last part of `notificationId`. */
export const LAST_PART = "iif(ch.type = 'email', 'email', ch.id)";

/**
 * A watch gets the kinds it wants that were committed after it was created, on each channel of its student that may be
 * told. With a quiet gap (?2 > 0) only the first of
 * several openings creates a notification, and none does if one was queued or sent within the gap, because that one
 * covers them all. The id is `notificationId`. CROSS JOIN keeps the join order: from the few changes to their watches.
 */
export const FAN_OUT = `
  INSERT INTO notifications 
    (id, channel, destination, watch_id, section, change_id, kind, detected_at, queued_at, next_attempt_at)
  SELECT watch_id || '+' || change_id || '+' || last_part, channel, destination, watch_id, section, change_id, kind,
    detected_at, ?1, ?1
  FROM (
    SELECT w.id AS watch_id, c.id AS change_id, ch.type AS channel, ch.id AS destination, ${LAST_PART} AS last_part,
      c.section, c.kind, c.cursor, c.detected_at,
      row_number() OVER (PARTITION BY w.id, c.section, c.kind, ch.id ORDER BY c.cursor) AS nth
    FROM changes c CROSS JOIN coverage v ON v.section = c.section CROSS JOIN watches w ON w.id = v.watch_id
    CROSS JOIN channels ch ON ch.user_id = w.user_id CROSS JOIN users u ON u.id = w.user_id
    WHERE c.fanned_out = 0 AND v.tells = 1 AND ${MAY_BE_TOLD} AND w.paused = 0 AND w.after_cursor < c.cursor
      AND EXISTS (SELECT 1 FROM json_each(w.kinds) k WHERE k.value = c.kind)
  ) AS told
  WHERE ?2 <= 0 OR kind <> 'opened' OR (nth = 1 AND NOT EXISTS (
    SELECT 1 FROM notifications n INDEXED BY notifications_by_watch
    WHERE n.watch_id = told.watch_id AND n.section = told.section AND n.kind = 'opened'
      AND n.destination = told.destination AND n.status IN ('pending', 'sent') AND coalesce(n.sent_at, n.queued_at) > ?1 - ?2
  ))
  ORDER BY cursor
  ON CONFLICT (id) DO NOTHING`;

export const FANNED_OUT = 'UPDATE changes SET fanned_out = 1 WHERE fanned_out = 0';

export function fanOut(
  connection: Connection,
  quietGapMs: number,
  now: number,
): { changes: number; notifications: number } {
  return connection.transaction(() => {
    const notifications = connection.run(FAN_OUT, now, quietGapMs);
    return { changes: connection.run(FANNED_OUT), notifications };
  });
}
