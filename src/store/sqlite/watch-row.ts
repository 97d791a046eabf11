/** Rows of the watches table as watches. */
import type { ChangeKind } from '../../domain/change.ts';
import type { Conditions } from '../../domain/conditions.ts';
import type { Remind, Watch } from '../../domain/watch.ts';
import type { Connection } from './connection.ts';

interface WatchRow {
  id: string;
  user_id: string;
  section: string | null;
  course: string | null;
  conditions: string | null;
  kinds: string;
  min_seats: number;
  reserved_group: string | null;
  channels: string | null;
  remind: Remind;
  paused: number;
  paused_until: number | null;
  verified: number;
  created_at: number;
  covers: string;
  last_told_at: number | null;
  told: number;
}

const SELECT = `
  SELECT w.id, w.user_id, w.section, w.course, w.conditions, w.kinds, w.min_seats, w.reserved_group, w.channels,
    w.remind, w.paused, w.paused_until, w.verified, w.created_at,
    (SELECT json_group_array(section ORDER BY section) FROM coverage WHERE watch_id = w.id AND tells = 1) AS covers,
    (SELECT max(sent_at) FROM notifications WHERE watch_id = w.id AND status = 'sent') AS last_told_at,
    (SELECT count(DISTINCT detected_at || '~' || reminder) FROM notifications
      WHERE watch_id = w.id AND status = 'sent') AS told
  FROM watches w`;

export const OF_USER = `${SELECT} WHERE w.user_id = ? ORDER BY w.created_at, w.rowid`;

export function watchesOf(connection: Connection, userId: string): Watch[] {
  return connection.all<WatchRow>(OF_USER, userId).map(watchOf);
}

export function findWatch(connection: Connection, watchId: string): { watch: Watch; userId: string } | undefined {
  const row = connection.get<WatchRow>(`${SELECT} WHERE w.id = ?`, watchId);
  return row === undefined ? undefined : { watch: watchOf(row), userId: row.user_id };
}

function watchOf(row: WatchRow): Watch {
  return {
    id: row.id,
    ...(row.section !== null && { section: row.section }),
    ...(row.course !== null && { course: row.course }),
    ...(row.conditions !== null && { conditions: JSON.parse(row.conditions) as Conditions }),
    kinds: JSON.parse(row.kinds) as ChangeKind[],
    minSeats: row.min_seats,
    reservedGroup: row.reserved_group,
    channels: row.channels === null ? null : (JSON.parse(row.channels) as string[]),
    remind: row.remind,
    covers: JSON.parse(row.covers) as string[],
    paused: row.paused === 1,
    pausedUntil: instant(row.paused_until),
    verified: row.verified === 1,
    createdAt: instant(row.created_at)!,
    lastToldAt: instant(row.last_told_at),
    told: row.told,
  };
}

function instant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
