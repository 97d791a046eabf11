/** Sessions in SQLite. */
import type { StoredSession, User } from '../accounts.ts';
import { sessionId, USE_NOTED_MS } from '../accounts.ts';
import type { Connection } from './connection.ts';

export interface UserRow {
  id: string;
  email: string;
  created_at: number;
}

interface SessionRow {
  session_hash: string;
  created_at: number;
  last_used_at: number;
  browser: string;
}

export function startSession(
  connection: Connection,
  sessionHash: string,
  userId: string,
  ttlMs: number,
  browser: string,
): void {
  const now = connection.now();
  connection.run(
    `INSERT INTO sessions (session_hash, user_id, created_at, expires_at, last_used_at, browser)
     VALUES (?1, ?2, ?3, ?4, ?3, ?5)`,
    sessionHash,
    userId,
    now,
    now + ttlMs,
    browser,
  );
}

/** The user of a session. Notes its use now and then. */
export function userOfSession(connection: Connection, sessionHash: string): User | undefined {
  const now = connection.now();
  const row = connection.get<UserRow & { last_used_at: number }>(
    `SELECT u.id, u.email, u.created_at, s.last_used_at FROM sessions s JOIN users u ON u.id = s.user_id
     WHERE s.session_hash = ? AND s.expires_at > ? AND u.suspended_at IS NULL`,
    sessionHash,
    now,
  );
  if (row === undefined) return undefined;
  if (row.last_used_at + USE_NOTED_MS <= now)
    connection.run('UPDATE sessions SET last_used_at = ? WHERE session_hash = ?', now, sessionHash);
  return userOf(row);
}

export function sessionsOf(connection: Connection, userId: string): StoredSession[] {
  return rowsOf(connection, userId).map((row) => ({
    id: sessionId(row.session_hash),
    createdAt: new Date(row.created_at).toISOString(),
    lastUsedAt: new Date(row.last_used_at).toISOString(),
    browser: row.browser,
  }));
}

export function endSession(connection: Connection, userId: string, id: string): boolean {
  const row = rowsOf(connection, userId).find(({ session_hash: hash }) => sessionId(hash) === id);
  return row !== undefined && connection.run('DELETE FROM sessions WHERE session_hash = ?', row.session_hash) === 1;
}

export function userOf({ id, email, created_at: createdAt }: UserRow): User {
  return { id, email, createdAt: new Date(createdAt).toISOString() };
}

function rowsOf(connection: Connection, userId: string): SessionRow[] {
  return connection.all<SessionRow>(
    `SELECT session_hash, created_at, last_used_at, browser FROM sessions WHERE user_id = ? AND expires_at > ?
     ORDER BY last_used_at DESC, created_at DESC`,
    userId,
    connection.now(),
  );
}
