/** Notices: mails that are not about a change. */
import type { NoticeKind } from '../../domain/notification.ts';
import type { Connection } from './connection.ts';
import { LAST_PART, MAY_BE_TOLD, OF_WATCH } from './told-channels.ts';

/**
 * Queues a notice for every watch of the sections and courses whose keys match the GLOB pattern; a key matches itself.
 * The notice of a watch of a course names one of its sections. It goes to each channel of the student that may be told.
 * The id is `notificationId`.
 */
export function queueNotices(connection: Connection, sections: string, notice: NoticeKind, now: number): void {
  connection.run(
    `INSERT INTO notifications
       (id, channel, destination, watch_id, section, notice, detected_at, queued_at, next_attempt_at)
     SELECT w.id || '+' || ?2 || '+' || ${LAST_PART}, ch.type, ch.id, w.id,
       coalesce(w.section, (SELECT min(section) FROM coverage WHERE watch_id = w.id), w.course), ?2, ?3, ?3, ?3
     FROM watches w JOIN users u ON u.id = w.user_id JOIN channels ch ON ch.user_id = u.id AND ${MAY_BE_TOLD}
     WHERE ${OF_WATCH} AND w.about GLOB ?1`,
    sections,
    notice,
    now,
  );
}
