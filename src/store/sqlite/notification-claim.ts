/** Claims notifications: one query reads what is due with all a channel needs, and one write takes the leases. */
import type { Change } from '../../domain/change.ts';
import type { ChannelType } from '../../domain/channel.ts';
import type { ClaimedNotification, NoticeKind } from '../../domain/notification.ts';
import type { Connection } from './connection.ts';
import { publicState } from './section-row.ts';

interface ClaimRow {
  id: string;
  channel: ChannelType;
  destination: string;
  settings: string;
  watch_id: string;
  recipient: string;
  section: string;
  change: string | null;
  notice: NoticeKind | null;
  state: string | null;
  unknown: number | null;
  attempts: number;
  detected_at: number;
  queued_at: number;
}

/** Pending, and not paused by the operator. */
export const WANTED = `n.status = 'pending' AND NOT EXISTS (
  SELECT 1 FROM pauses p WHERE p.scope = 'notifications' AND p.institution IN ('', n.institution))`;

/** The first due notifications of a rank, the longest due first. */
const FIRST = (rank: 0 | 1) => `SELECT * FROM (
      SELECT destination, rank, claimable_at, rowid AS place FROM notifications n
      WHERE channel = ?1 AND rank = ${rank} AND claimable_at <= ?2 AND ${WANTED}
      ORDER BY claimable_at, rowid LIMIT ?3)`;

/** Larger than any instant, so that openings come before all other kinds. */
const LATER = 1e16;

// Chooses the destinations by openings first, then by age. Everything due for them comes along, for one message.
export const CLAIMABLE = `
  WITH chosen AS MATERIALIZED (
    SELECT destination, min(rank * ${LATER} + claimable_at) AS turn, min(place) AS place FROM (
      SELECT * FROM (${FIRST(0)} UNION ALL ${FIRST(1)}) ORDER BY rank, claimable_at, place LIMIT ?3
    ) GROUP BY destination
  )
  SELECT n.id, n.channel, n.destination, ch.settings, n.watch_id, u.email AS recipient, n.section, c.change, n.notice,
    s.state, s.unknown, n.attempts, n.detected_at, n.queued_at
  FROM chosen CROSS JOIN notifications n INDEXED BY notifications_waiting ON n.destination = chosen.destination
  JOIN channels ch ON ch.id = n.destination JOIN users u ON u.id = ch.user_id
  LEFT JOIN changes c ON c.id = n.change_id LEFT JOIN sections s ON s.section = n.section
  WHERE n.channel = ?1 AND n.claimable_at <= ?2 AND ${WANTED}
  ORDER BY chosen.turn, chosen.place, c.cursor, n.rowid`;

const NEXT_OF = (rank: 0 | 1) => `SELECT * FROM (
  SELECT claimable_at AS next FROM notifications n WHERE channel = ?1 AND rank = ${rank} AND ${WANTED}
  ORDER BY claimable_at LIMIT 1)`;
export const NEXT_DUE = `SELECT next FROM (${NEXT_OF(0)} UNION ALL ${NEXT_OF(1)}) ORDER BY next LIMIT 1`;

export const TAKE =
  'UPDATE notifications SET lease_owner = ?, lease_until = ? WHERE id IN (SELECT value FROM json_each(?))';

export function claimNotifications(
  connection: Connection,
  channel: ChannelType,
  owner: string,
  limit: number,
  now: number,
  leaseUntil: number,
): ClaimedNotification[] {
  return connection.transaction(() => {
    const rows = connection.all<ClaimRow>(CLAIMABLE, channel, now, limit);
    connection.run(TAKE, owner, leaseUntil, JSON.stringify(rows.map(({ id }) => id)));
    return rows.map((row) => claimed(row, now));
  });
}

function claimed(
  {
    watch_id: watchId,
    settings,
    change,
    state,
    unknown,
    detected_at: detectedAt,
    queued_at: queuedAt,
    ...row
  }: ClaimRow,
  now: number,
): ClaimedNotification {
  return {
    ...row,
    settings: JSON.parse(settings) as Record<string, unknown>,
    watchId,
    detectedAt,
    queuedAt,
    waitedMs: Math.max(0, now - queuedAt),
    change: change === null ? null : (JSON.parse(change) as Change),
    current: state === null ? null : publicState({ state, unknown: unknown ?? 0 }),
  };
}
