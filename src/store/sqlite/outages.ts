/** Notices that a watched section could not be seen for a while, and that it is seen again. */
import type { Connection } from './connection.ts';
import { LAST_PART, MAY_BE_TOLD, OF_WATCH } from './told-channels.ts';

/** When the section was last surely seen. 2440587.5 is the Julian day of 1970-01-01. */
const SEEN_AT = "CAST(round((julianday(state ->> '$.checkedAt') - 2440587.5) * 86400000) AS INTEGER)";

/**
 * One notice for each watch and channel of a section that was last seen ?2 ms ago or more and should have been seen
 * since: a look failed, or none was made although it was due long ago. The id names the last look, so it is told once.
 * Nobody looks at the institutions of ?3.
 */
export const OUTAGES = `
  INSERT INTO notifications
    (id, channel, destination, watch_id, section, notice, detected_at, queued_at, next_attempt_at)
  SELECT w.id || '+' || s.section || '@' || s.seen_at || ':outage+' || ${LAST_PART}, ch.type, ch.id, w.id, s.section,
    'outage', s.seen_at, ?1, ?1
  FROM (
    SELECT section, ${SEEN_AT} AS seen_at FROM sections INDEXED BY sections_watched
    WHERE watches > 0 AND state IS NOT NULL AND (unknown = 1 OR failures > 0 OR due_at < ?1 - ?2)
      AND institution NOT IN (SELECT value FROM json_each(?3))
  ) s
  CROSS JOIN coverage v ON v.section = s.section CROSS JOIN watches w ON w.id = v.watch_id
  CROSS JOIN users u ON u.id = w.user_id CROSS JOIN channels ch ON ch.user_id = u.id
  WHERE s.seen_at <= ?1 - ?2 AND v.tells = 1 AND w.paused = 0 AND w.created_at <= ?1 - ?2
    AND coalesce(u.preferences ->> '$.outages', 1) AND ${MAY_BE_TOLD} AND ${OF_WATCH}
  ON CONFLICT (id) DO NOTHING`;

/** The section of the notice `n` was seen since. */
const SEEN_SINCE = `EXISTS (
    SELECT 1 FROM sections s WHERE s.section = n.section AND s.unknown = 0 AND ${SEEN_AT} > n.detected_at)`;

const SEEN_AGAIN = `
  INSERT INTO notifications
    (id, channel, destination, watch_id, section, notice, detected_at, queued_at, next_attempt_at)
  SELECT replace(n.id, ':outage+', ':seen-again+'), channel, destination, watch_id, section, 'seen-again', detected_at,
    ?1, ?1
  FROM notifications n INDEXED BY notifications_of_outages
  WHERE n.notice = 'outage' AND n.status = 'sent' AND ${SEEN_SINCE}
  ON CONFLICT (id) DO NOTHING`;

/** Also those that nobody was told: there is nothing to tell any more. */
const OVER = `
  DELETE FROM notifications WHERE rowid IN (
    SELECT n.rowid FROM notifications n INDEXED BY notifications_of_outages
    WHERE n.notice = 'outage' AND n.lease_until <= ?1 AND ${SEEN_SINCE})`;

export function tellOutages(connection: Connection, unseenMs: number, resting: string[], now: number): number {
  return connection.transaction(
    () => tellEnds(connection, now) + connection.run(OUTAGES, now, unseenMs, JSON.stringify(resting)),
  );
}

/** Tells of the outages that are over. Call it within a transaction. Returns how many notices it queued. */
export function tellEnds(connection: Connection, now: number): number {
  const again = connection.run(SEEN_AGAIN, now);
  connection.run(OVER, now);
  return again;
}
