/** The migration for the keys of other programs. */

/** `scopes` is JSON. */
export const KEYS = `
  CREATE TABLE api_keys (
    id TEXT PRIMARY KEY, label TEXT NOT NULL, secret_hash TEXT NOT NULL, scopes TEXT NOT NULL,
    rate_per_minute INTEGER NOT NULL, created_at INTEGER NOT NULL, last_used_at INTEGER, revoked_at INTEGER
  );
`;
