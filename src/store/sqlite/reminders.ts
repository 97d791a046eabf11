/** Reminders of openings, and the end of those that came too late. */
import type { ChannelType } from '../../domain/channel.ts';
import type { ChangeKind } from '../../domain/change.ts';
import { notificationId } from '../../domain/notification.ts';
import type { ToldOpening } from '../../domain/reminders.ts';
import { REMINDED_FOR_MS, remindersDue, reminderSubject } from '../../domain/reminders.ts';
import { isOpenFor } from '../../domain/wants.ts';
import type { Connection } from './connection.ts';
import { publicState } from './section-row.ts';

interface Row extends ToldOpening {
  id: string;
  channel: ChannelType;
  /** null: the opening was that of a new section. */
  changeId: string | null;
  leaseUntil: number;
  kinds: string;
  minSeats: number;
  reservedGroup: string | null;
  state: string | null;
  unknown: number | null;
}

/** The openings that watches with reminders were told of lately. */
export const REMINDED = `
  SELECT n.id, n.channel, n.destination, n.watch_id AS watchId, n.section, n.change_id AS changeId, n.status,
    n.queued_at AS queuedAt, n.sent_at AS sentAt, n.reminder, n.lease_until AS leaseUntil,
    w.kinds, w.min_seats AS minSeats, w.reserved_group AS reservedGroup, s.state, s.unknown
  FROM watches w INDEXED BY watches_to_remind CROSS JOIN notifications n INDEXED BY notifications_by_watch
    ON n.watch_id = w.id AND n.kind = 'opened'
  CROSS JOIN sections s ON s.section = n.section
  WHERE w.remind = 'hourly' AND w.paused = 0 AND n.queued_at > ?`;

const REMIND = `
  INSERT INTO notifications
    (id, channel, destination, watch_id, section, change_id, kind, notice, reminder, detected_at, queued_at,
     next_attempt_at)
  SELECT r.value ->> 'id', channel, destination, watch_id, section, change_id, kind, notice, reminder + 1,
    detected_at, ?1, ?1
  FROM json_each(?2) r CROSS JOIN notifications n ON n.id = r.value ->> 'of' WHERE true
  ON CONFLICT (id) DO NOTHING`;

const TOO_LATE = 'DELETE FROM notifications WHERE id IN (SELECT value FROM json_each(?))';

export function remind(connection: Connection, now: number): number {
  return connection.transaction(() => {
    const told = connection.all<Row>(REMINDED, now - REMINDED_FOR_MS);
    const tooLate = told.filter(
      (row) => row.status === 'pending' && row.reminder > 0 && row.leaseUntil <= now && !isOpen(row),
    );
    if (tooLate.length > 0) connection.run(TOO_LATE, JSON.stringify(tooLate.map(({ id }) => id)));
    const due = remindersDue(told, now)
      .filter(isOpen)
      .map(({ id, watchId, section, changeId, reminder, channel, destination }) => ({
        of: id,
        id: notificationId(watchId, reminderSubject(section, changeId, reminder + 1), channel, destination),
      }));
    return due.length === 0 ? 0 : connection.run(REMIND, now, JSON.stringify(due));
  });
}

function isOpen({ kinds, minSeats, reservedGroup, state, unknown }: Row): boolean {
  if (state === null) return false;
  const watch = { kinds: JSON.parse(kinds) as ChangeKind[], minSeats, reservedGroup };
  return isOpenFor(watch, publicState({ state, unknown: unknown ?? 0 }));
}
