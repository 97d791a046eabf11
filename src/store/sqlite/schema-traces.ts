/** The migration that adds the trace contexts of changes. */

export const TRACES = `
  CREATE TABLE traces (change_id TEXT PRIMARY KEY, trace TEXT NOT NULL, kept_at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX traces_by_time ON traces (kept_at);
`;
