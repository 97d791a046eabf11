/** The migration for suspended students. */

/**
 * `held`: the watch is paused because its student is suspended, and goes on when the student is restored. So it counts
 * for nothing wherever a paused watch does not.
 */
export const USERS = `
  ALTER TABLE users ADD COLUMN suspended_at INTEGER;
  ALTER TABLE watches ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX users_by_time ON users (created_at, id);
  CREATE INDEX users_suspended ON users (email) WHERE suspended_at IS NOT NULL;
  CREATE INDEX channels_muted ON channels (user_id) WHERE muted_since IS NOT NULL;
`;
