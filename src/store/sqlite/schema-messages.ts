/** The migration that keeps with each notification the message it went into, and when it may be told. */

const VERSION = (row: string) => `substr(${row}.change_id, 1, instr(${row}.change_id, ':'))`;

/**
 * `message` is set when the notification is first claimed. `tell_at`: it waited until then for the end of quiet hours
 * or for a digest. What an earlier version has tried stays the message that it was: the changes of one version, named
 * after the most important one.
 */
export const MESSAGES = `
  ALTER TABLE notifications ADD COLUMN message TEXT;
  ALTER TABLE notifications ADD COLUMN tell_at INTEGER;
  UPDATE notifications AS n SET message = coalesce((
    SELECT o.id FROM notifications o
    WHERE o.watch_id = n.watch_id AND o.destination = n.destination AND o.status = 'pending'
      AND ${VERSION('o')} = ${VERSION('n')}
    ORDER BY instr('opened closed seats waitlist instructor schedule cancelled listed', o.kind) LIMIT 1
  ), n.id) WHERE status = 'pending' AND (attempts > 0 OR lease_owner IS NOT NULL);
`;
