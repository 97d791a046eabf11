/** Fan-out: changes × watches → pending notifications, in one write for any number of them. */
import type { ChannelName } from '../../domain/notification.ts';
import type { Connection } from './connection.ts';

/**
 * A watch gets the kinds it wants that were committed after it was created. With a quiet gap (?3 > 0) only the first of
 * several openings creates a notification, and none does if one was queued or sent within the gap, because that one
 * covers them all. The id is `notificationId(watch, change, channel)`. CROSS JOIN keeps the join order: from the few
 * changes to their watches.
 */
export const FAN_OUT = `
  INSERT INTO notifications (id, channel, watch_id, section, change_id, kind, detected_at, queued_at, next_attempt_at)
  SELECT watch_id || '+' || change_id || '+' || channel, channel, watch_id, section, change_id, kind, detected_at,
    ?1, ?1
  FROM (
    SELECT w.id AS watch_id, c.id AS change_id, channel.value AS channel, c.section, c.kind, c.cursor, c.detected_at,
      row_number() OVER (PARTITION BY w.id, c.kind, channel.value ORDER BY c.cursor) AS nth
    FROM changes c CROSS JOIN watches w ON w.section = c.section CROSS JOIN json_each(?2) channel
    WHERE c.fanned_out = 0 AND w.paused = 0 AND w.after_cursor < c.cursor
      AND EXISTS (SELECT 1 FROM json_each(w.kinds) k WHERE k.value = c.kind)
  ) AS told
  WHERE ?3 <= 0 OR kind <> 'opened' OR (nth = 1 AND NOT EXISTS (
    SELECT 1 FROM notifications n WHERE n.watch_id = told.watch_id AND n.kind = 'opened' AND n.channel = told.channel
      AND n.status IN ('pending', 'sent') AND coalesce(n.sent_at, n.queued_at) > ?1 - ?3
  ))
  ORDER BY cursor
  ON CONFLICT (id) DO NOTHING`;

export const FANNED_OUT = 'UPDATE changes SET fanned_out = 1 WHERE fanned_out = 0';

export function fanOut(
  connection: Connection,
  channels: ChannelName[],
  quietGapMs: number,
  now: number,
): { changes: number; notifications: number } {
  return connection.transaction(() => {
    const notifications = connection.run(FAN_OUT, now, JSON.stringify(channels), quietGapMs);
    return { changes: connection.run(FANNED_OUT), notifications };
  });
}
