/**
 * Exports everything that is stored about one student, for that student. Hashes of tokens and the
 * settings of channels are left out, because they tell the student nothing and could help an attacker.
 */
import type { Connection } from './connection.ts';
import { channelsOf } from './channels.ts';
import { watchesOf } from './watch-row.ts';

/** The queries by part. ?1 is the user's id, ?2 the address. Columns that end in `At` are instants. */
const PARTS = {
  notifications: `
    SELECT id, channel, section, change_id AS change, notice, status, attempts, error,
      queued_at AS queuedAt, sent_at AS sentAt FROM notifications
    WHERE destination IN (SELECT id FROM channels WHERE user_id = ?1) ORDER BY queued_at, rowid`,
  deadLetters: `
    SELECT d.id, d.kind, d.subject, d.error, d.attempts, d.at AS givenUpAt FROM notifications n
    JOIN dead_letters d ON d.kind = 'notification' AND d.subject = n.id
    WHERE n.destination IN (SELECT id FROM channels WHERE user_id = ?1) ORDER BY d.at`,
  sessions: `
    SELECT browser, created_at AS createdAt, last_used_at AS lastUsedAt, expires_at AS expiresAt FROM sessions
    WHERE user_id = ?1 ORDER BY created_at`,
  signInLinks: `
    SELECT expires_at AS expiresAt, used_at AS usedAt, wishes, preferences FROM sign_ins
    WHERE email = ?2 ORDER BY expires_at`,
};

/** Columns with JSON. */
const JSON_COLUMNS = new Set(['wishes', 'preferences']);

/** Empty when there is no such user. */
export function exportAccount(connection: Connection, userId: string): Record<string, unknown> {
  const user = connection.get<{ id: string; email: string }>(
    'SELECT id, email, created_at AS createdAt, suspended_at AS suspendedAt, preferences FROM users WHERE id = ?',
    userId,
  );
  if (user === undefined) return {};
  const parts = Object.entries(PARTS).map(([part, sql]) => [
    part,
    connection.all<object>(sql, user.id, user.email).map(readable),
  ]);
  return {
    user: readable(user),
    channels: channelsOf(connection, userId).map(({ settings: _settings, userId: _userId, ...channel }) => channel),
    watches: watchesOf(connection, userId),
    ...(Object.fromEntries(parts) as Record<string, unknown>),
  };
}

function readable(row: object): object {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => [name, readableValue(name, value)]),
  );
}

function readableValue(name: string, value: unknown): unknown {
  if (JSON_COLUMNS.has(name)) return JSON.parse(String(value));
  return name.endsWith('At') && typeof value === 'number' ? new Date(value).toISOString() : value;
}
