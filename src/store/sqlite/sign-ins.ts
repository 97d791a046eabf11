/** Sign-in links in SQLite. */
import type { Preferences } from '../../domain/preferences.ts';
import type { LinkState, SignIn, SignInWishes, UnstartedWishes } from '../accounts.ts';
import { USED_LINK_KEPT_MS } from '../accounts.ts';
import type { Connection } from './connection.ts';

interface SignInRow {
  email: string;
  wishes: string;
  preferences: string;
}

const USABLE = 'token_hash = ? AND expires_at > ? AND used_at IS NULL';

export function addSignIn(
  connection: Connection,
  tokenHash: string,
  email: string,
  ttlMs: number,
  { wishes = [], preferences = {}, waitingHash }: SignInWishes,
): void {
  connection.run(
    `INSERT INTO sign_ins (token_hash, email, expires_at, wishes, preferences, waiting_hash)
     VALUES (?, ?, ?, ?, ?, ?)`,
    tokenHash,
    email,
    connection.now() + ttlMs,
    JSON.stringify(wishes),
    JSON.stringify(preferences),
    waitingHash ?? null,
  );
}

export function peekSignIn(connection: Connection, tokenHash: string): SignIn | undefined {
  const row = connection.get<SignInRow>(
    `SELECT email, wishes, preferences FROM sign_ins WHERE ${USABLE}`,
    tokenHash,
    connection.now(),
  );
  return row === undefined ? undefined : signInOf(row);
}

/** Uses the link up. undefined: it cannot be used, or its student is suspended. */
export function takeSignIn(connection: Connection, tokenHash: string): SignIn | undefined {
  const now = connection.now();
  const row = connection.get<SignInRow>(
    `UPDATE sign_ins SET used_at = ?, expires_at = ? WHERE ${USABLE}
       AND email NOT IN (SELECT email FROM users WHERE suspended_at IS NOT NULL)
     RETURNING email, wishes, preferences`,
    now,
    now + USED_LINK_KEPT_MS,
    tokenHash,
    now,
  );
  return row === undefined ? undefined : signInOf(row);
}

/** Uses the partial index. */
export const UNSTARTED = `
  SELECT s.token_hash AS tokenHash, u.id AS userId, s.wishes
  FROM sign_ins s INDEXED BY sign_ins_unstarted JOIN users u ON u.email = s.email
  WHERE s.used_at <= ? AND s.wishes <> '[]' ORDER BY s.used_at LIMIT ?`;

export function unstartedWishes(connection: Connection, usedForMs: number, limit: number): UnstartedWishes[] {
  return connection
    .all<{ tokenHash: string; userId: string; wishes: string }>(UNSTARTED, connection.now() - usedForMs, limit)
    .map((row) => ({ ...row, wishes: JSON.parse(row.wishes) as object[] }));
}

export function forgetWishes(connection: Connection, tokenHash: string): void {
  connection.run("UPDATE sign_ins SET wishes = '[]' WHERE token_hash = ? AND used_at IS NOT NULL", tokenHash);
}

export function linkState(connection: Connection, waitingHash: string): LinkState {
  const row = connection.get<{ used_at: number | null }>(
    'SELECT used_at FROM sign_ins WHERE waiting_hash = ? AND expires_at > ?',
    waitingHash,
    connection.now(),
  );
  if (row === undefined) return 'expired';
  return row.used_at === null ? 'waiting' : 'used';
}

function signInOf({ email, wishes, preferences }: SignInRow): SignIn {
  return {
    email,
    wishes: JSON.parse(wishes) as object[],
    preferences: JSON.parse(preferences) as Partial<Preferences>,
  };
}
