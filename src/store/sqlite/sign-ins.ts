/** Sign-in links in SQLite. */
import type { Preferences } from '../../domain/preferences.ts';
import type { LinkState, SignIn, SignInWishes } from '../accounts.ts';
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
