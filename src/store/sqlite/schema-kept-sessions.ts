/** The migration for the kept sessions of MQTT clients. */

/** `filters` is JSON. */
export const KEPT_SESSIONS = `
  CREATE TABLE kept_sessions (
    key_id TEXT NOT NULL, client_id TEXT NOT NULL, filters TEXT NOT NULL, cursor TEXT NOT NULL,
    saved_at INTEGER NOT NULL, PRIMARY KEY (key_id, client_id)
  ) WITHOUT ROWID;
`;
