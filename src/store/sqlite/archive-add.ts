/** The statements that add records of the archive to SQLite. Each takes the records, a JSON list, as ?1. */
import type { ArchiveKind } from '../archive.ts';

const RECORDS = 'FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING';

// 2440587.5 is the Julian day of 1970-01-01.
const DETECTED_AT = "round((julianday(value ->> '$.change.detectedAt') - 2440587.5) * 86400000)";

export const ADD: Record<ArchiveKind, string[]> = {
  sections: [
    `INSERT INTO sections (section, institution, term, class_number, state, unknown, missing_since, failures, due_at,
      failed_attempts)
    SELECT ${fields('section', 'institution', 'term', 'classNumber')}, nullif(value -> 'state', 'null'),
      ${fields('unknown', 'missingSince', 'failures', 'dueAt')}, nullif(value -> 'failedAttempts', '[]') ${RECORDS}`,
  ],
  changes: [
    `INSERT INTO changes (cursor, id, section, kind, change, detected_at, fanned_out, published)
    SELECT value ->> 'cursor', coalesce(value ->> '$.change.id', 'gone'), coalesce(value ->> '$.change.section', ''),
      coalesce(value ->> '$.change.kind', ''), value -> 'change', coalesce(${DETECTED_AT}, 0),
      ${fields('fannedOut', 'published')} ${RECORDS}`,
    // The sequence of the changes remembers the number of the row that is deleted here.
    "DELETE FROM changes WHERE section = '' AND cursor IN (SELECT value ->> 'cursor' FROM json_each(?1))",
  ],
  users: [
    `INSERT INTO users (id, email, created_at, suspended_at, preferences)
    SELECT ${fields('id', 'email', 'createdAt', 'suspendedAt')}, value -> 'preferences' ${RECORDS}`,
  ],
  channels: [
    `INSERT INTO channels (id, user_id, type, label, settings, verified, muted_since, muted_reason, created_at)
    SELECT ${fields('id', 'userId', 'type', 'label')}, value -> 'settings',
      ${fields('verified', '$.muted.since', '$.muted.reason', 'createdAt')} ${RECORDS}`,
  ],
  sessions: [
    `INSERT INTO sessions (session_hash, user_id, created_at, expires_at, last_used_at, browser)
    SELECT ${fields('hash', 'userId', 'createdAt', 'expiresAt', 'lastUsedAt', 'browser')} ${RECORDS}`,
  ],
  signIns: [
    `INSERT INTO sign_ins (token_hash, email, expires_at, waiting_hash, used_at, wishes, preferences)
    SELECT ${fields('hash', 'email', 'expiresAt', 'waitingHash', 'usedAt')},
      value -> 'wishes', value -> 'preferences' ${RECORDS}`,
  ],
  // A trigger counts their coverage in the sections.
  watches: [
    `INSERT INTO watches (id, user_id, section, course, conditions, about, kinds, channels, min_seats, reserved_group,
      remind, paused, paused_until, held, verified, created_at, after_cursor)
    SELECT ${fields('id', 'userId', 'section', 'course')}, nullif(value -> 'conditions', 'null'), value ->> 'about',
      value -> 'kinds', nullif(value -> 'channels', 'null'), ${fields('minSeats', 'reservedGroup', 'remind')},
      ${fields('paused', 'pausedUntil', 'held', 'verified', 'createdAt', 'afterCursor')} ${RECORDS}`,
    // A watch that its student has already, under another id, was not added.
    `INSERT INTO coverage (watch_id, section, tells)
    SELECT k.id, c.value, w.value ->> 'tells'
    FROM json_each(?1) w JOIN watches k ON k.id = w.value ->> 'id', json_each(w.value, '$.covers') c
    WHERE true ON CONFLICT DO NOTHING`,
  ],
  notifications: [
    `INSERT INTO notifications (id, channel, destination, watch_id, section, change_id, kind, notice, status, attempts,
      error, detected_at, queued_at, sent_at, next_attempt_at, message, tell_at, reminder,
      failed_attempts)
    SELECT ${fields('id', 'channel', 'destination', 'watchId', 'section', 'changeId', 'kind', 'notice', 'status')},
      ${fields('attempts', 'error', 'detectedAt', 'queuedAt', 'sentAt', 'nextAttemptAt', 'message', 'tellAt')},
      coalesce(value ->> 'reminder', 0), nullif(value -> 'failedAttempts', '[]')
      ${RECORDS}`,
    `INSERT INTO dead_letters (id, kind, subject, error, attempts, at)
    SELECT value ->> '$.letter.id', 'notification', value ->> 'id', coalesce(value ->> 'error', ''),
      value ->> 'attempts', value ->> '$.letter.at'
    FROM json_each(?1) WHERE value ->> '$.letter.id' IS NOT NULL ON CONFLICT DO NOTHING`,
  ],
  deadLetters: [
    `INSERT INTO dead_letters (id, kind, subject, error, attempts, at)
    SELECT ${fields('id', 'kind', 'subject', 'error', 'attempts', 'at')} ${RECORDS}`,
  ],
  pauses: [
    `INSERT INTO pauses (scope, institution, since) SELECT ${fields('scope', 'institution', 'since')} ${RECORDS}`,
  ],
  keys: [
    `INSERT INTO api_keys (id, label, secret_hash, scopes, rate_per_minute, created_at, last_used_at, revoked_at)
    SELECT ${fields('id', 'label', 'hash')}, value -> 'scopes',
      ${fields('ratePerMinute', 'createdAt', 'lastUsedAt', 'revokedAt')} ${RECORDS}`,
  ],
  retention: [`INSERT INTO forgotten (id, up_to) SELECT 1, ${fields('forgottenUpTo')} ${RECORDS}`],
  terms: [
    `INSERT INTO terms (institution, term, over_at, cleared)
    SELECT ${fields('institution', 'term', 'overAt', 'cleared')} ${RECORDS}`,
  ],
  audit: [
    `INSERT INTO audit (id, at, who, action, subject)
    SELECT ${fields('id', 'at', 'who', 'action', 'subject')} ${RECORDS}`,
  ],
  incidents: [
    `INSERT INTO incidents (id, alert, severity, value, threshold, started_at, ended_at, told)
    SELECT ${fields('id', 'alert', 'severity', 'value', 'threshold', 'startedAt', 'endedAt')},
      value -> 'told' ${RECORDS}`,
  ],
};

/** Fields of a record as SQL values. */
function fields(...names: string[]): string {
  return names.map((name) => `value ->> '${name}'`).join(', ');
}
