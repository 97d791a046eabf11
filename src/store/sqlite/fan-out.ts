/** Fan-out: changes × watches × channels → pending notifications, in one write for any number of them. */
import type { Change, ChangeKind } from '../../domain/change.ts';
import { wants } from '../../domain/wants.ts';
import type { Connection } from './connection.ts';
import { tellEnds } from './outages.ts';
import { LAST_PART, MAY_BE_TOLD, OF_WATCH } from './told-channels.ts';

/** CROSS JOIN keeps the join order: from the few changes to their watches. */
const HEARD = `changes c CROSS JOIN coverage v ON v.section = c.section CROSS JOIN watches w`;
/** The watch covers the section and was created, or resumed, before the change was committed. */
const HEARS = 'c.fanned_out = 0 AND v.tells = 1 AND w.paused = 0 AND w.after_cursor < c.cursor';

/** Watches that have to be judged by their own seats (not `isPlain`), each with a change. */
export const PARTICULAR = `
  SELECT c.id AS change_id, w.id AS watch_id, w.kinds, w.min_seats, w.reserved_group
  FROM ${HEARD} INDEXED BY watches_particular ON w.id = v.watch_id
  WHERE ${HEARS} AND (w.min_seats > 1 OR w.reserved_group IS NOT NULL)`;

/**
 * A plain watch gets the kinds it names; ?3 (JSON) says what the others get. Each gets them on the channels it names
 * that may be told. With a quiet gap (?2 > 0) only the first of several openings of a section creates a notification,
 * and none does if one was queued or sent within the gap, because that one covers them all. The id is
 * `notificationId`.
 */
export const FAN_OUT = `
  INSERT INTO notifications
    (id, channel, destination, watch_id, section, change_id, kind, detected_at, queued_at, next_attempt_at)
  SELECT watch_id || '+' || change_id || '+' || last_part, channel, destination, watch_id, section, change_id, kind,
    detected_at, ?1, ?1
  FROM (
    SELECT w.id AS watch_id, wanted.change_id, wanted.section, wanted.kind, wanted.cursor, wanted.detected_at,
      ch.type AS channel, ch.id AS destination, ${LAST_PART} AS last_part,
      row_number() OVER (PARTITION BY w.id, wanted.section, wanted.kind, ch.id ORDER BY wanted.cursor) AS nth
    FROM (
      SELECT w.id AS watch_id, c.id AS change_id, c.section, c.kind, c.cursor, c.detected_at
      FROM ${HEARD} ON w.id = v.watch_id
      WHERE ${HEARS} AND w.min_seats <= 1 AND w.reserved_group IS NULL
        AND EXISTS (SELECT 1 FROM json_each(w.kinds) k WHERE k.value = c.kind)
      UNION ALL
      SELECT p.value ->> 'watch', c.id, c.section, p.value ->> 'kind', c.cursor, c.detected_at
      FROM json_each(?3) p CROSS JOIN changes c ON c.id = p.value ->> 'change'
    ) AS wanted
    CROSS JOIN watches w ON w.id = wanted.watch_id
    CROSS JOIN channels ch ON ch.user_id = w.user_id CROSS JOIN users u ON u.id = w.user_id
    WHERE ${MAY_BE_TOLD} AND ${OF_WATCH}
  ) AS told
  WHERE ?2 <= 0 OR kind <> 'opened' OR (nth = 1 AND NOT EXISTS (
    SELECT 1 FROM notifications n INDEXED BY notifications_by_watch
    WHERE n.watch_id = told.watch_id AND n.kind = 'opened' AND n.section = told.section
      AND n.destination = told.destination AND n.status IN ('pending', 'sent')
      AND coalesce(n.sent_at, n.queued_at) > ?1 - ?2
  ))
  ORDER BY cursor
  ON CONFLICT (id) DO NOTHING`;

export const FANNED_OUT = 'UPDATE changes SET fanned_out = 1 WHERE fanned_out = 0';

interface ParticularRow {
  change_id: string;
  watch_id: string;
  kinds: string;
  min_seats: number;
  reserved_group: string | null;
}

export function fanOut(
  connection: Connection,
  quietGapMs: number,
  now: number,
): { changes: number; notifications: number } {
  return connection.transaction(() => {
    const particular = JSON.stringify(wantedByParticular(connection));
    // With what was missed, so that both are one message.
    const ends = tellEnds(connection, now);
    const notifications = connection.run(FAN_OUT, now, quietGapMs, particular);
    return { changes: connection.run(FANNED_OUT), notifications: ends + notifications };
  });
}

function wantedByParticular(connection: Connection): { watch: string; change: string; kind: ChangeKind }[] {
  const rows = connection.all<ParticularRow>(PARTICULAR);
  const ids = JSON.stringify([...new Set(rows.map((row) => row.change_id))]);
  const changes = new Map(
    (rows.length === 0
      ? []
      : connection.all<{ change: string }>(
          'SELECT change FROM changes WHERE id IN (SELECT value FROM json_each(?))',
          ids,
        )
    ).map((row) => {
      const change = JSON.parse(row.change) as Change;
      return [change.id, change];
    }),
  );
  return rows.flatMap((row) => {
    const watch = {
      kinds: JSON.parse(row.kinds) as ChangeKind[],
      minSeats: row.min_seats,
      reservedGroup: row.reserved_group,
    };
    const kind = wants(watch, changes.get(row.change_id)!);
    return kind === undefined ? [] : [{ watch: row.watch_id, change: row.change_id, kind }];
  });
}
