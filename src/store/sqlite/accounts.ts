/** Students in SQLite. */
import { randomUUID } from 'node:crypto';
import type { Preferences } from '../../domain/preferences.ts';
import { withDefaults } from '../../domain/preferences.ts';
import type {
  AccountStore,
  LinkState,
  MessagePlace,
  SignIn,
  SignInWishes,
  StoredMessage,
  StoredSession,
  UnstartedWishes,
  User,
} from '../accounts.ts';
import { exportAccount } from './account-export.ts';
import { messagesOf } from './account-messages.ts';
import { addEmailChannel } from './channels.ts';
import type { Connection } from './connection.ts';
import { endSession, sessionsOf, startSession, userOf, userOfSession } from './sessions.ts';
import type { UserRow } from './sessions.ts';
import { addSignIn, forgetWishes, linkState, peekSignIn, takeSignIn, unstartedWishes } from './sign-ins.ts';

export class SqliteAccounts implements AccountStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async addSignIn(tokenHash: string, email: string, ttlMs: number, wishes: SignInWishes = {}): Promise<void> {
    addSignIn(this.#connection, tokenHash, email, ttlMs, wishes);
  }

  async peekSignIn(tokenHash: string): Promise<SignIn | undefined> {
    return peekSignIn(this.#connection, tokenHash);
  }

  async waiting(waitingHash: string): Promise<LinkState> {
    return linkState(this.#connection, waitingHash);
  }

  async signIn(tokenHash: string, sessionHash: string, ttlMs: number, browser = ''): Promise<User | undefined> {
    return this.#connection.transaction(() => {
      const used = takeSignIn(this.#connection, tokenHash);
      if (used === undefined) return undefined;
      const user = this.#connection.get<UserRow>(
        `INSERT INTO users (id, email, created_at, preferences) VALUES (?, ?, ?, ?)
         ON CONFLICT (email) DO UPDATE SET email = email RETURNING id, email, created_at`,
        randomUUID(),
        used.email,
        this.#connection.now(),
        JSON.stringify(used.preferences),
      )!;
      addEmailChannel(this.#connection, user.id, user.email, user.created_at);
      startSession(this.#connection, sessionHash, user.id, ttlMs, browser);
      return userOf(user);
    });
  }

  async unstarted(usedForMs: number, limit: number): Promise<UnstartedWishes[]> {
    return unstartedWishes(this.#connection, usedForMs, limit);
  }

  async wishesStarted(tokenHash: string): Promise<void> {
    forgetWishes(this.#connection, tokenHash);
  }

  async session(sessionHash: string): Promise<User | undefined> {
    return userOfSession(this.#connection, sessionHash);
  }

  async signOut(sessionHash: string): Promise<void> {
    this.#connection.run('DELETE FROM sessions WHERE session_hash = ?', sessionHash);
  }

  async sessions(userId: string): Promise<StoredSession[]> {
    return sessionsOf(this.#connection, userId);
  }

  async endSession(userId: string, id: string): Promise<boolean> {
    return endSession(this.#connection, userId, id);
  }

  async endSessions(userId: string): Promise<void> {
    this.#connection.run('DELETE FROM sessions WHERE user_id = ?', userId);
  }

  async preferences(userId: string): Promise<Preferences | undefined> {
    return read(this.#connection.get('SELECT preferences FROM users WHERE id = ?', userId));
  }

  async prefer(userId: string, patch: Partial<Preferences>): Promise<Preferences | undefined> {
    return this.#connection.transaction(() => {
      const row = this.#connection.get<PreferencesRow>('SELECT preferences FROM users WHERE id = ?', userId);
      if (row === undefined) return undefined;
      const preferences = { ...(JSON.parse(row.preferences) as Partial<Preferences>), ...patch };
      this.#connection.run('UPDATE users SET preferences = ? WHERE id = ?', JSON.stringify(preferences), userId);
      return withDefaults(preferences);
    });
  }

  async messages(userId: string, after: MessagePlace | null, limit: number): Promise<StoredMessage[]> {
    return messagesOf(this.#connection, userId, after, limit);
  }

  async export(userId: string): Promise<Record<string, unknown>> {
    return exportAccount(this.#connection, userId);
  }

  async remove(userId: string): Promise<void> {
    this.#connection.transaction(() => {
      const removed = this.#connection.get<{ email: string }>('DELETE FROM users WHERE id = ? RETURNING email', userId);
      if (removed === undefined) return;
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

interface PreferencesRow {
  preferences: string;
}

function read(row: PreferencesRow | undefined): Preferences | undefined {
  return row === undefined ? undefined : withDefaults(JSON.parse(row.preferences) as Partial<Preferences>);
}
