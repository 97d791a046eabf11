/** Migrations of students, sign-in links and sessions. */

/**
 * Preferences that were chosen, as JSON. A link has the wishes that start with it, and stays for a while after its use,
 * so that the page which asked for it learns of that by its waiting secret.
 */
export const ACCOUNTS = `
  ALTER TABLE users ADD COLUMN preferences TEXT NOT NULL DEFAULT '{}';

  ALTER TABLE sign_ins ADD COLUMN wishes TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE sign_ins ADD COLUMN preferences TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE sign_ins ADD COLUMN waiting_hash TEXT;
  ALTER TABLE sign_ins ADD COLUMN used_at INTEGER;
  CREATE UNIQUE INDEX sign_ins_waiting ON sign_ins (waiting_hash) WHERE waiting_hash IS NOT NULL;

  ALTER TABLE sessions ADD COLUMN last_used_at INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT '';
  UPDATE sessions SET last_used_at = created_at`;
