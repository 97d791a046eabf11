/**
 * The tables, and the migrations that bring a file of an older version to them. The file's `user_version` counts the
 * migrations that it has had.
 */
import { storeError } from '../errors.ts';
import { AUDIT } from './schema-audit.ts';
import { CHANNELS } from './schema-channels.ts';
import type { Connection } from './connection.ts';
import { FAILED_ATTEMPTS } from './schema-attempts.ts';
import { KEPT_SESSIONS } from './schema-kept-sessions.ts';
import { TRACES } from './schema-traces.ts';
import { KEYS } from './schema-keys.ts';
import { INCIDENTS } from './schema-incidents.ts';
import { UNFINISHED } from './schema-unfinished.ts';
import { HISTORY } from './schema-history.ts';
import { MESSAGES } from './schema-messages.ts';
import { ACCOUNTS } from './schema-accounts.ts';
import { BY_REQUEST, DEMAND, SEAT_EVENTS, TOUCHES } from './schema-sections.ts';
import { SERIES_ROWS } from './schema-series.ts';
import { TELLING } from './schema-telling.ts';
import { SEARCH_WORDS } from './schema-search.ts';
import { USERS } from './schema-users.ts';
import { COVERAGE } from './schema-watches.ts';

/**
 * Instants are epoch milliseconds, flags are 0 or 1. A row can be claimed from `claimable_at` on, when it is due and
 * has no lease. Triggers keep the invariants however a watch is added or removed, including deletions that cascade from
 * its student or section.
 */
const FIRST = `
  CREATE TABLE sections (
    section TEXT PRIMARY KEY,
    institution TEXT NOT NULL,
    term TEXT NOT NULL,
    class_number TEXT NOT NULL,
    state TEXT,
    version INTEGER NOT NULL AS (coalesce(state ->> '$.version', 0)) STORED,
    subject TEXT AS (state ->> '$.subject') STORED,
    catalog_number TEXT AS (state ->> '$.catalogNumber') STORED,
    title TEXT AS (state ->> '$.title') STORED,
    -- What one request shows: the sections of a course, or a section that was never seen and so has no course yet.
    course TEXT NOT NULL AS (coalesce(term || '/' || subject || '/' || catalog_number, section)) STORED,
    unknown INTEGER NOT NULL DEFAULT 0,
    missing INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    -- How many watches are not paused. The section is scheduled while there is one.
    watches INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL,
    lease_owner TEXT,
    lease_until INTEGER NOT NULL DEFAULT 0,
    claimable_at INTEGER NOT NULL AS (max(due_at, lease_until)) VIRTUAL
  );
  CREATE INDEX sections_claimable ON sections (institution, claimable_at) WHERE watches > 0;
  CREATE INDEX sections_by_course ON sections (institution, course);
  CREATE INDEX sections_leased ON sections (lease_owner) WHERE lease_owner IS NOT NULL;

  CREATE TABLE changes (
    cursor INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    section TEXT NOT NULL,
    kind TEXT NOT NULL,
    change TEXT NOT NULL,
    detected_at INTEGER NOT NULL,
    fanned_out INTEGER NOT NULL DEFAULT 0,
    published INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX changes_by_section ON changes (section, cursor);
  CREATE INDEX changes_to_fan_out ON changes (cursor) WHERE fanned_out = 0;
  CREATE INDEX changes_to_publish ON changes (cursor) WHERE published = 0;

  CREATE TABLE users (id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL);
  CREATE TABLE sign_ins (token_hash TEXT PRIMARY KEY, email TEXT NOT NULL, expires_at INTEGER NOT NULL);
  CREATE INDEX sign_ins_by_email ON sign_ins (email);
  CREATE TABLE sessions (
    session_hash TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  );
  CREATE INDEX sessions_by_user ON sessions (user_id);

  CREATE TABLE watches (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    section TEXT NOT NULL REFERENCES sections ON DELETE CASCADE,
    kinds TEXT NOT NULL,
    paused INTEGER NOT NULL DEFAULT 0,
    verified INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    -- The newest change when the watch was created. The watch gets only later changes.
    after_cursor INTEGER NOT NULL,
    UNIQUE (user_id, section)
  );
  CREATE INDEX watches_by_section ON watches (section);

  CREATE TABLE notifications (
    id TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    watch_id TEXT NOT NULL,
    section TEXT NOT NULL,
    institution TEXT NOT NULL AS (substr(section, 1, instr(section, '/') - 1)) VIRTUAL,
    -- change_id for a change, or notice. A notice outlives its watch and so has the address.
    change_id TEXT,
    kind TEXT,
    notice TEXT,
    email TEXT,
    status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'sent', 'dead')),
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    detected_at INTEGER NOT NULL,
    queued_at INTEGER NOT NULL,
    sent_at INTEGER,
    next_attempt_at INTEGER NOT NULL,
    lease_owner TEXT,
    lease_until INTEGER NOT NULL DEFAULT 0,
    claimable_at INTEGER NOT NULL AS (max(next_attempt_at, lease_until)) VIRTUAL
  );
  CREATE INDEX notifications_pending ON notifications (channel, claimable_at) WHERE status = 'pending';
  CREATE INDEX notifications_by_watch ON notifications (watch_id, kind);
  CREATE INDEX notices_by_email ON notifications (email) WHERE email IS NOT NULL;

  CREATE TABLE dead_letters (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    error TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (kind, subject)
  );
  CREATE INDEX dead_letters_by_time ON dead_letters (at);

  -- Institution '' means everywhere.
  CREATE TABLE pauses (
    scope TEXT NOT NULL, institution TEXT NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (scope, institution)
  );

  CREATE TRIGGER watch_added AFTER INSERT ON watches WHEN new.paused = 0 BEGIN
    UPDATE sections SET watches = watches + 1 WHERE section = new.section;
  END;
  CREATE TRIGGER watch_paused AFTER UPDATE OF paused ON watches WHEN old.paused <> new.paused BEGIN
    UPDATE sections SET watches = watches + iif(new.paused, -1, 1) WHERE section = new.section;
  END;
  CREATE TRIGGER watch_removed AFTER DELETE ON watches BEGIN
    UPDATE sections SET watches = watches - 1 WHERE section = old.section AND old.paused = 0;
    DELETE FROM notifications WHERE watch_id = old.id AND notice IS NULL;
  END;
  CREATE TRIGGER notification_removed AFTER DELETE ON notifications WHEN old.status = 'dead' BEGIN
    DELETE FROM dead_letters WHERE kind = 'notification' AND subject = old.id;
  END;
  CREATE TRIGGER section_first_seen AFTER UPDATE OF state ON sections
  WHEN old.state IS NULL AND new.state IS NOT NULL BEGIN
    UPDATE watches SET verified = 1 WHERE section = new.section;
  END;
`;

/** The row that a ping writes, to test that the file can be written. */
const PINGS = 'CREATE TABLE pings (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL)';

/** Changes up to `up_to` may have been deleted because of their age. */
const RETENTION = `
  CREATE TABLE forgotten (id INTEGER PRIMARY KEY CHECK (id = 1), up_to INTEGER NOT NULL);
  CREATE INDEX notifications_settled ON notifications (queued_at) WHERE status <> 'pending'`;

/**
 * The time since which answers lack the section, instead of how many did; NULL: they list it. A count becomes an
 * instant long ago, so that such a section is looked up soon.
 */
const MISSING_SINCE = `
  ALTER TABLE sections ADD COLUMN missing_since INTEGER;
  UPDATE sections SET missing_since = missing WHERE missing > 0;
  ALTER TABLE sections DROP COLUMN missing;
`;

/** Openings are sent before everything else, and kinds that a watch no longer wants are not sent. */
const TURNS = `
  ALTER TABLE notifications ADD COLUMN rank INTEGER AS (iif(kind = 'opened', 0, 1)) VIRTUAL;
  DROP INDEX notifications_pending;
  CREATE INDEX notifications_pending ON notifications (channel, rank, claimable_at) WHERE status = 'pending';

  CREATE TRIGGER watch_narrowed AFTER UPDATE OF paused, kinds ON watches BEGIN
    DELETE FROM notifications WHERE watch_id = new.id AND notice IS NULL AND status <> 'sent'
      AND (new.paused OR kind NOT IN (SELECT value FROM json_each(new.kinds)));
  END;
`;

/**
 * The offset between the store's time and the clock (see store-time.ts); `at` is the latest time the store had. And a
 * table to try a large write.
 */
const TIME =
  'ALTER TABLE pings ADD COLUMN "offset" INTEGER NOT NULL DEFAULT 0; CREATE TABLE trials (filler BLOB NOT NULL)';

/** When the source stopped listing a term, and when the term was over; `cleared`: its retained topics are gone. */
const TERMS = `
  CREATE TABLE terms (
    institution TEXT NOT NULL, term TEXT NOT NULL,
    silent_since INTEGER, over_at INTEGER, cleared INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (institution, term)
  )`;

export const MIGRATIONS = [
  FIRST,
  PINGS,
  RETENTION,
  MISSING_SINCE,
  TURNS,
  TIME,
  TERMS,
  TOUCHES,
  SEAT_EVENTS,
  BY_REQUEST,
  ACCOUNTS,
  DEMAND,
  CHANNELS,
  SEARCH_WORDS,
  COVERAGE,
  MESSAGES,
  TELLING,
  KEYS,
  AUDIT,
  INCIDENTS,
  USERS,
  HISTORY,
  UNFINISHED,
  KEPT_SESSIONS,
  SERIES_ROWS,
  FAILED_ATTEMPTS,
  TRACES,
];

/** Migrates the file to this version's schema. Throws PMC_STORE_NEWER when a newer version has written the file. */
export function migrate(connection: Connection): void {
  const found = connection.get<{ user_version: number }>('PRAGMA user_version')!.user_version;
  const known = MIGRATIONS.length;
  if (found > known) throw storeError('PMC_STORE_NEWER', { found, known });
  connection.transaction(() => {
    for (const migration of MIGRATIONS.slice(found)) connection.script(migration);
    connection.script(`PRAGMA user_version = ${known}`);
  });
}
