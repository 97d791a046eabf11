/** Students, sign-in tokens and sessions in SQLite. */
import { randomUUID } from 'node:crypto';
import type { AccountStore, User } from '../accounts.ts';
import { exportAccount } from './account-export.ts';
import type { Connection } from './connection.ts';

interface UserRow {
  id: string;
  email: string;
  created_at: number;
}

export class SqliteAccounts implements AccountStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async addSignIn(tokenHash: string, email: string, ttlMs: number): Promise<void> {
    this.#connection.run(
      'INSERT INTO sign_ins (token_hash, email, expires_at) VALUES (?, ?, ?)',
      tokenHash,
      email,
      this.#connection.now() + ttlMs,
    );
  }

  async peekSignIn(tokenHash: string): Promise<string | undefined> {
    return this.#connection.get<{ email: string }>(
      'SELECT email FROM sign_ins WHERE token_hash = ? AND expires_at > ?',
      tokenHash,
      this.#connection.now(),
    )?.email;
  }

  async signIn(tokenHash: string, sessionHash: string, ttlMs: number): Promise<User | undefined> {
    const now = this.#connection.now();
    return this.#connection.transaction(() => {
      const used = this.#connection.get<{ email: string }>(
        'DELETE FROM sign_ins WHERE token_hash = ? AND expires_at > ? RETURNING email',
        tokenHash,
        now,
      );
      if (used === undefined) return undefined;
      const user = this.#connection.get<UserRow>(
        `INSERT INTO users (id, email, created_at) VALUES (?, ?, ?)
         ON CONFLICT (email) DO UPDATE SET email = email RETURNING id, email, created_at`,
        randomUUID(),
        used.email,
        now,
      )!;
      this.#connection.run(
        'INSERT INTO sessions (session_hash, user_id, created_at, expires_at) VALUES (?, ?, ?, ?)',
        sessionHash,
        user.id,
        now,
        now + ttlMs,
      );
      return userOf(user);
    });
  }

  async session(sessionHash: string): Promise<User | undefined> {
    const row = this.#connection.get<UserRow>(
      `SELECT u.id, u.email, u.created_at FROM sessions s JOIN users u ON u.id = s.user_id
       WHERE s.session_hash = ? AND s.expires_at > ?`,
      sessionHash,
      this.#connection.now(),
    );
    return row === undefined ? undefined : userOf(row);
  }

  async signOut(sessionHash: string): Promise<void> {
    this.#connection.run('DELETE FROM sessions WHERE session_hash = ?', sessionHash);
  }

  async export(userId: string): Promise<Record<string, unknown>> {
    return exportAccount(this.#connection, userId);
  }

  async remove(userId: string): Promise<void> {
    this.#connection.transaction(() => {
      const removed = this.#connection.get<{ email: string }>('DELETE FROM users WHERE id = ? RETURNING email', userId);
      if (removed === undefined) return;
      this.#connection.run('DELETE FROM notifications WHERE email = ?', removed.email);
      this.#connection.run('DELETE FROM sign_ins WHERE email = ?', removed.email);
    });
  }

  async sweep(): Promise<number> {
    return sweepExpired(this.#connection);
  }
}

/** Removes expired tokens and sessions. Returns how many. */
export function sweepExpired(connection: Connection): number {
  const now = connection.now();
  return connection.transaction(
    () =>
      connection.run('DELETE FROM sign_ins WHERE expires_at <= ?', now) +
      connection.run('DELETE FROM sessions WHERE expires_at <= ?', now),
  );
}

function userOf({ id, email, created_at: createdAt }: UserRow): User {
  return { id, email, createdAt: new Date(createdAt).toISOString() };
}
