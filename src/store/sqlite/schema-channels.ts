/** The migration that gives every student an e-mail channel and every notification its channel, the destination. */

/**
 * `settings` is JSON. A notice had the address, because it outlives its watch. Now its channel leads to the student.
 */
export const CHANNELS = `
  CREATE TABLE channels (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    type TEXT NOT NULL,
    label TEXT NOT NULL,
    settings TEXT NOT NULL,
    verified INTEGER NOT NULL,
    muted_since INTEGER,
    muted_reason TEXT,
    created_at INTEGER NOT NULL
  );
  CREATE INDEX channels_by_user ON channels (user_id);
  INSERT INTO channels (id, user_id, type, label, settings, verified, created_at)
  SELECT 'email-' || id, id, 'email', email, '{}', 1, created_at FROM users;

  ALTER TABLE notifications ADD COLUMN destination TEXT NOT NULL DEFAULT '';
  UPDATE notifications SET destination = coalesce(
    (SELECT 'email-' || w.user_id FROM watches w WHERE w.id = watch_id),
    (SELECT 'email-' || u.id FROM users u WHERE u.email = notifications.email), '');
  DROP INDEX notices_by_email;
  ALTER TABLE notifications DROP COLUMN email;
  CREATE INDEX notifications_waiting ON notifications (destination) WHERE status = 'pending';
  CREATE INDEX notifications_by_destination ON notifications (destination, queued_at);

  CREATE TRIGGER channel_removed AFTER DELETE ON channels BEGIN
    DELETE FROM notifications WHERE destination = old.id;
  END;
`;
