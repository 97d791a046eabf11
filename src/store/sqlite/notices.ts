/** Notices: mails that are not about a change. */
import type { ChannelName, NoticeKind } from '../../domain/notification.ts';
import type { Connection } from './connection.ts';

/**
 * Queues a notice for every watch of the sections whose keys match the GLOB pattern; a key matches itself. The id is
 * `notificationId(watch, notice, channel)`.
 */
export function queueNotices(
  connection: Connection,
  sections: string,
  notice: NoticeKind,
  channels: ChannelName[],
  now: number,
): void {
  connection.run(
    `INSERT INTO notifications (id, channel, watch_id, section, notice, email, detected_at, queued_at, next_attempt_at)
     SELECT w.id || '+' || ?2 || '+' || c.value, c.value, w.id, w.section, ?2, u.email, ?3, ?3, ?3
     FROM watches w JOIN users u ON u.id = w.user_id, json_each(?4) c WHERE w.section GLOB ?1`,
    sections,
    notice,
    now,
    JSON.stringify(channels),
  );
}
