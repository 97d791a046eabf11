/** The migration that adds incidents. */

/** `told` is a JSON list. */
export const INCIDENTS = `
  CREATE TABLE incidents (
    id TEXT PRIMARY KEY,
    alert TEXT NOT NULL,
    severity TEXT NOT NULL,
    value REAL NOT NULL,
    threshold REAL NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    told TEXT NOT NULL DEFAULT '[]'
  );
  CREATE UNIQUE INDEX incidents_open ON incidents (alert) WHERE ended_at IS NULL;
  CREATE INDEX incidents_ended ON incidents (ended_at) WHERE ended_at IS NOT NULL;
`;
