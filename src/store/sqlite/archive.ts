/** The archive in SQLite. A record is JSON on both ways, so each kind is a query and the statements that add it. */
import type { Archived, ArchiveKind, ArchivePage, ArchiveStore } from '../archive.ts';
import { sweepExpired } from './accounts.ts';
import type { Connection } from './connection.ts';

interface Part {
  /** Gives `key` and `record` of what comes after the key ?1. */
  read: string;
  /** Each with the records, a JSON list, as ?1. */
  add: string[];
}

export const LIMIT = ' ORDER BY key LIMIT ?2';
const RECORDS = 'FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING';

export const PARTS: Record<ArchiveKind, Part> = {
  sections: {
    read: `SELECT section AS key, json_object('section', section, 'institution', institution, 'term', term, 'classNumber', class_number,
        'state', json(state), 'unknown', ${flag('unknown')}, 'missingSince', missing_since, 'failures', failures, 'dueAt', ${whole('due_at')}) AS record
      FROM sections s WHERE section > ?1 AND (state IS NOT NULL OR EXISTS (SELECT 1 FROM watches w WHERE w.section = s.section))`,
    add: [
      `INSERT INTO sections (section, institution, term, class_number, state, unknown, missing_since, failures, due_at)
      SELECT value ->> 'section', value ->> 'institution', value ->> 'term', value ->> 'classNumber',
        nullif(value -> 'state', 'null'), value ->> 'unknown', value ->> 'missingSince', value ->> 'failures', value ->> 'dueAt' ${RECORDS}`,
    ],
  },
  changes: {
    read: `SELECT cursor AS key, json_object('cursor', cursor, 'change', json(change), 'fannedOut', ${flag('fanned_out')}, 'published', ${flag('published')}) AS record
      FROM changes WHERE cursor > CAST(?1 AS INTEGER)
      UNION ALL SELECT seq, json_object('cursor', seq, 'change', NULL, 'fannedOut', json('true'), 'published', json('true'))
      FROM sqlite_sequence WHERE name = 'changes' AND seq > CAST(?1 AS INTEGER) AND NOT EXISTS (SELECT 1 FROM changes WHERE cursor = seq)`,
    add: [
      // The instant in milliseconds.
      `INSERT INTO changes (cursor, id, section, kind, change, detected_at, fanned_out, published)
      SELECT value ->> 'cursor', coalesce(value ->> '$.change.id', 'gone'), coalesce(value ->> '$.change.section', ''), coalesce(value ->> '$.change.kind', ''),
        value -> 'change', coalesce(round((julianday(value ->> '$.change.detectedAt') - 2440587.5) * 86400000), 0), value ->> 'fannedOut', value ->> 'published' ${RECORDS}`,
      // What numbers the changes remembers the number of a row that has gone.
      "DELETE FROM changes WHERE section = '' AND cursor IN (SELECT value ->> 'cursor' FROM json_each(?1))",
    ],
  },
  users: {
    read: "SELECT id AS key, json_object('id', id, 'email', email, 'createdAt', created_at) AS record FROM users WHERE id > ?1",
    add: [
      `INSERT INTO users (id, email, created_at) SELECT value ->> 'id', value ->> 'email', value ->> 'createdAt' ${RECORDS}`,
    ],
  },
  sessions: {
    read: `SELECT session_hash AS key, json_object('hash', session_hash, 'userId', user_id, 'createdAt', created_at, 'expiresAt', expires_at) AS record
      FROM sessions WHERE session_hash > ?1`,
    add: [
      `INSERT INTO sessions (session_hash, user_id, created_at, expires_at)
      SELECT value ->> 'hash', value ->> 'userId', value ->> 'createdAt', value ->> 'expiresAt' ${RECORDS}`,
    ],
  },
  signIns: {
    read: "SELECT token_hash AS key, json_object('hash', token_hash, 'email', email, 'expiresAt', expires_at) AS record FROM sign_ins WHERE token_hash > ?1",
    add: [
      `INSERT INTO sign_ins (token_hash, email, expires_at) SELECT value ->> 'hash', value ->> 'email', value ->> 'expiresAt' ${RECORDS}`,
    ],
  },
  watches: {
    read: `SELECT id AS key, json_object('id', id, 'userId', user_id, 'section', section, 'kinds', json(kinds), 'paused', ${flag('paused')},
        'verified', ${flag('verified')}, 'createdAt', created_at, 'afterCursor', after_cursor) AS record FROM watches WHERE id > ?1`,
    // A trigger counts them in their sections.
    add: [
      `INSERT INTO watches (id, user_id, section, kinds, paused, verified, created_at, after_cursor)
      SELECT value ->> 'id', value ->> 'userId', value ->> 'section', value -> 'kinds', value ->> 'paused', value ->> 'verified',
        value ->> 'createdAt', value ->> 'afterCursor' ${RECORDS}`,
    ],
  },
  notifications: {
    read: `SELECT n.id AS key, json_object('id', n.id, 'channel', channel, 'watchId', watch_id, 'section', section, 'changeId', change_id, 'kind', n.kind,
        'notice', notice, 'email', email, 'status', status, 'attempts', n.attempts, 'error', n.error, 'detectedAt', detected_at, 'queuedAt', queued_at,
        'sentAt', sent_at, 'nextAttemptAt', ${whole('next_attempt_at')}, 'letter', json(iif(d.id IS NULL, NULL, json_object('id', d.id, 'at', d.at)))) AS record
      FROM notifications n LEFT JOIN dead_letters d ON d.kind = 'notification' AND d.subject = n.id AND n.status = 'dead' WHERE n.id > ?1`,
    add: [
      `INSERT INTO notifications (id, channel, watch_id, section, change_id, kind, notice, email, status, attempts, error, detected_at, queued_at, sent_at, next_attempt_at)
      SELECT value ->> 'id', value ->> 'channel', value ->> 'watchId', value ->> 'section', value ->> 'changeId', value ->> 'kind',
        value ->> 'notice', value ->> 'email', value ->> 'status', value ->> 'attempts', value ->> 'error',
        value ->> 'detectedAt', value ->> 'queuedAt', value ->> 'sentAt', value ->> 'nextAttemptAt' ${RECORDS}`,
      `INSERT INTO dead_letters (id, kind, subject, error, attempts, at)
      SELECT value ->> '$.letter.id', 'notification', value ->> 'id', coalesce(value ->> 'error', ''), value ->> 'attempts', value ->> '$.letter.at'
      FROM json_each(?1) WHERE value ->> '$.letter.id' IS NOT NULL ON CONFLICT DO NOTHING`,
    ],
  },
  deadLetters: {
    read: `SELECT id AS key, json_object('id', id, 'kind', kind, 'subject', subject, 'error', error, 'attempts', attempts, 'at', at) AS record
      FROM dead_letters d WHERE id > ?1 AND NOT (kind = 'notification' AND EXISTS (SELECT 1 FROM notifications n WHERE n.id = d.subject AND n.status = 'dead'))`,
    add: [
      `INSERT INTO dead_letters (id, kind, subject, error, attempts, at)
      SELECT value ->> 'id', value ->> 'kind', value ->> 'subject', value ->> 'error', value ->> 'attempts', value ->> 'at' ${RECORDS}`,
    ],
  },
  pauses: {
    read: `SELECT scope || ' ' || institution AS key, json_object('scope', scope, 'institution', institution, 'since', since) AS record
      FROM pauses WHERE scope || ' ' || institution > ?1`,
    add: [
      `INSERT INTO pauses (scope, institution, since) SELECT value ->> 'scope', value ->> 'institution', value ->> 'since' ${RECORDS}`,
    ],
  },
  retention: {
    read: "SELECT id AS key, json_object('forgottenUpTo', up_to) AS record FROM forgotten WHERE id > CAST(?1 AS INTEGER)",
    add: [`INSERT INTO forgotten (id, up_to) SELECT 1, value ->> 'forgottenUpTo' ${RECORDS}`],
  },
  terms: {
    read: `SELECT institution || '/' || term AS key, json_object('institution', institution, 'term', term, 'overAt', over_at, 'cleared', ${flag('cleared')}) AS record
      FROM terms WHERE institution || '/' || term > ?1 AND over_at IS NOT NULL`,
    add: [
      `INSERT INTO terms (institution, term, over_at, cleared) SELECT value ->> 'institution', value ->> 'term', value ->> 'overAt', value ->> 'cleared' ${RECORDS}`,
    ],
  },
};

export class SqliteArchive implements ArchiveStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async settle(): Promise<void> {
    sweepExpired(this.#connection);
  }

  async page<Kind extends ArchiveKind>(kind: Kind, after: string | null, limit: number): Promise<ArchivePage<Kind>> {
    const rows = this.#connection.all<{ key: string | number; record: string }>(
      PARTS[kind].read + LIMIT,
      after ?? '',
      limit,
    );
    return {
      records: rows.map(({ record }) => JSON.parse(record) as Archived[Kind]),
      next: rows.length < limit ? null : String(rows.at(-1)!.key),
    };
  }

  async add<Kind extends ArchiveKind>(kind: Kind, records: Archived[Kind][]): Promise<void> {
    const text = JSON.stringify(records);
    this.#connection.transaction(() => {
      for (const sql of PARTS[kind].add) this.#connection.run(sql, text);
    });
  }
}

/** An instant that a pause of parts of a millisecond may have led to. */
function whole(column: string): string {
  return `CAST(${column} AS INTEGER)`;
}

/** A column of 0 and 1 as JSON. */
function flag(column: string): string {
  return `json(iif(${column}, 'true', 'false'))`;
}
