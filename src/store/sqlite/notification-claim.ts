/** Claims notifications: one query reads what is due with all a channel needs, and one write takes the leases. */
import type { Change, ChangeKind } from '../../domain/change.ts';
import type { ChannelType } from '../../domain/channel.ts';
import type { ClaimedNotification, NoticeKind, ToldWatch } from '../../domain/notification.ts';
import type { DueNotification, Message } from '../../domain/message.ts';
import { sortOut } from '../../domain/message.ts';
import type { Preferences } from '../../domain/preferences.ts';
import { withDefaults } from '../../domain/preferences.ts';
import type { Conditions } from '../../domain/conditions.ts';
import type { Remind } from '../../domain/watch.ts';
import type { Connection } from './connection.ts';
import { publicState } from './section-row.ts';

interface ClaimRow {
  id: string;
  channel: ChannelType;
  destination: string;
  message: string | null;
  settings: string;
  watch_id: string;
  user_id: string;
  recipient: string;
  preferences: string;
  section: string;
  change_id: string | null;
  kind: ChangeKind | null;
  change: string | null;
  notice: NoticeKind | null;
  state: string | null;
  unknown: number | null;
  attempts: number;
  detected_at: number;
  queued_at: number;
  tell_at: number | null;
  reminder: number;
  kinds: string | null;
  min_seats: number;
  reserved_group: string | null;
  remind: Remind;
  course: string | null;
  watched: string | null;
  conditions: string | null;
  verified: number;
  created_at: number;
  muted_label: string | null;
  muted_reason: string | null;
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
  SELECT n.id, n.channel, n.destination, n.message, ch.settings, n.watch_id, u.id AS user_id, u.email AS recipient,
    iif(u.suspended_at IS NULL, u.preferences, '{"notifications":false}') AS preferences, n.section, n.change_id,
    n.kind, c.change, n.notice, s.state, s.unknown, n.attempts, n.detected_at,
    n.queued_at, n.tell_at, n.reminder, w.kinds, w.min_seats, w.reserved_group, w.remind, w.course,
    w.section AS watched, w.conditions, w.verified, w.created_at,
    m.label AS muted_label, m.muted_reason
  FROM chosen CROSS JOIN notifications n INDEXED BY notifications_waiting ON n.destination = chosen.destination
  JOIN channels ch ON ch.id = n.destination JOIN users u ON u.id = ch.user_id
  LEFT JOIN watches w ON w.id = n.watch_id LEFT JOIN changes c ON c.id = n.change_id
  LEFT JOIN sections s ON s.section = n.section
  LEFT JOIN channels m ON m.id = n.watch_id AND n.notice = 'channel-muted'
  WHERE n.channel = ?1 AND n.claimable_at <= ?2 AND ${WANTED}
  ORDER BY chosen.turn, chosen.place, c.cursor, n.rowid`;

const NEXT_OF = (rank: 0 | 1) => `SELECT * FROM (
  SELECT claimable_at AS next FROM notifications n WHERE channel = ?1 AND rank = ${rank} AND ${WANTED}
  ORDER BY claimable_at LIMIT 1)`;
export const NEXT_DUE = `SELECT next FROM (${NEXT_OF(0)} UNION ALL ${NEXT_OF(1)}) ORDER BY next LIMIT 1`;

const BY_ID = 'id IN (SELECT value FROM json_each(?))';
/** The notifications, as JSON, with the message of each. */
export const TAKE = `
  UPDATE notifications SET lease_owner = ?1, lease_until = ?2, message = taken.value ->> 'message'
  FROM json_each(?3) taken WHERE notifications.id = taken.value ->> 'id'`;
const PUT_OFF = `UPDATE notifications SET next_attempt_at = ?, tell_at = ? WHERE ${BY_ID}`;
const DROP = `DELETE FROM notifications WHERE ${BY_ID}`;

type Due = DueNotification & { row: ClaimRow };

/** Goes on while everything it found must wait. Each round postpones or deletes what it found. */
export function claimNotifications(
  connection: Connection,
  channel: ChannelType,
  owner: string,
  limit: number,
  now: number,
  leaseUntil: number,
): ClaimedNotification[] {
  return connection.transaction(() => {
    for (;;) {
      const found = connection.all<ClaimRow>(CLAIMABLE, channel, now, limit).map(dueOf);
      const messages = sorted(connection, found, now);
      const taken = messages.flatMap(({ id: message, rows }) => rows.map(({ id }) => ({ id, message })));
      if (found.length > 0 && taken.length === 0) continue;
      connection.run(TAKE, owner, leaseUntil, JSON.stringify(taken));
      const messageOf = new Map(taken.map(({ id, message }) => [id, message]));
      return found.flatMap((due) => {
        const message = messageOf.get(due.id);
        return message === undefined ? [] : [claimed(due, message, now)];
      });
    }
  });
}

/** The messages that may be told now. Postpones what may be told later and deletes what the student does not want. */
function sorted(connection: Connection, found: Due[], now: number): Message<Due>[] {
  const unwanted = found.filter(({ preferences }) => !preferences.notifications);
  if (unwanted.length > 0) connection.run(DROP, idsOf(unwanted));
  const { messages, later } = sortOut(
    found.filter(({ preferences }) => preferences.notifications),
    now,
  );
  for (const { rows, until } of later) connection.run(PUT_OFF, until, until, idsOf(rows));
  return messages;
}

function idsOf(rows: readonly Due[]): string {
  return JSON.stringify(rows.map(({ id }) => id));
}

function dueOf(row: ClaimRow): Due {
  const { id, channel, destination, kind, notice, message } = row;
  return {
    id,
    channel,
    destination,
    watchId: row.watch_id,
    section: row.section,
    changeId: row.change_id,
    kind,
    notice,
    message,
    queuedAt: row.queued_at,
    preferences: withDefaults(JSON.parse(row.preferences) as Partial<Preferences>),
    row,
  };
}

function claimed({ row, preferences, ...due }: Due, message: string, now: number): ClaimedNotification {
  const { id, channel, destination, watchId, notice, queuedAt } = due;
  const { recipient, section, attempts, change, state, unknown, settings } = row;
  return {
    id,
    message,
    channel,
    destination,
    settings: JSON.parse(settings) as Record<string, unknown>,
    userId: row.user_id,
    preferences,
    watchId,
    watch: watchOf(row),
    recipient,
    section,
    kind: row.kind,
    reminder: row.reminder,
    change: change === null ? null : (JSON.parse(change) as Change),
    notice,
    muted: row.muted_label === null ? null : { label: row.muted_label, reason: row.muted_reason ?? '' },
    current: state === null ? null : publicState({ state, unknown: unknown ?? 0 }),
    attempts,
    detectedAt: row.detected_at,
    queuedAt,
    waitedMs: Math.max(0, now - Math.max(queuedAt, row.tell_at ?? 0)),
  };
}

function watchOf(row: ClaimRow): ToldWatch | null {
  const { kinds, min_seats: minSeats, reserved_group: reservedGroup, remind, watched, course, conditions } = row;
  if (kinds === null) return null;
  return {
    ...(watched !== null && { section: watched }),
    ...(course !== null && { course }),
    ...(conditions !== null && { conditions: JSON.parse(conditions) as Conditions }),
    kinds: JSON.parse(kinds) as ChangeKind[],
    minSeats,
    reservedGroup,
    remind,
    verified: row.verified === 1,
    createdAt: new Date(row.created_at).toISOString(),
  };
}
