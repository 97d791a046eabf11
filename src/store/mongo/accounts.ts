/** Students, sign-in tokens and sessions in MongoDB. */
import { randomUUID } from 'node:crypto';
import type { AccountStore, User } from '../accounts.ts';
import { exportAccount } from './account-export.ts';
import { finishRemovals, removeUser } from './account-removal.ts';
import type { Connection } from './connection.ts';
import type { UserDocument } from './account-documents.ts';
import type { Collections } from './documents.ts';
import { repairSchedules } from './schedule.ts';
import { repairStates } from './damaged-states.ts';

export class MongoAccounts implements AccountStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async addSignIn(tokenHash: string, email: string, ttlMs: number): Promise<void> {
    await this.#connection.use(({ signIns }) =>
      signIns.insertOne({ _id: tokenHash, email, expiresAt: this.#after(ttlMs) }),
    );
  }

  async peekSignIn(tokenHash: string): Promise<string | undefined> {
    return (
      await this.#connection.use(({ signIns }) =>
        signIns.findOne({ _id: tokenHash, expiresAt: { $gt: this.#after(0) } }),
      )
    )?.email;
  }

  async signIn(tokenHash: string, sessionHash: string, ttlMs: number): Promise<User | undefined> {
    return await this.#connection.use(async (collections) => {
      const used = await collections.signIns.findOneAndDelete({ _id: tokenHash, expiresAt: { $gt: this.#after(0) } });
      if (used === null) return undefined;
      const user = await this.#userOf(collections, used.email);
      await collections.sessions.insertOne({
        _id: sessionHash,
        userId: user._id,
        createdAt: this.#after(0),
        expiresAt: this.#after(ttlMs),
      });
      return userOf(user);
    });
  }

  async session(sessionHash: string): Promise<User | undefined> {
    return await this.#connection.use(async ({ sessions, users }) => {
      const session = await sessions.findOne({ _id: sessionHash, expiresAt: { $gt: this.#after(0) } });
      const user = session === null ? null : await users.findOne({ _id: session.userId });
      return user === null || user.leaving === true ? undefined : userOf(user);
    });
  }

  async signOut(sessionHash: string): Promise<void> {
    await this.#connection.use(({ sessions }) => sessions.deleteOne({ _id: sessionHash }));
  }

  async export(userId: string): Promise<Record<string, unknown>> {
    return await this.#connection.use((collections) => exportAccount(collections, userId));
  }

  async remove(userId: string): Promise<void> {
    await this.#connection.use((collections) => removeUser(collections, userId, this.#connection.now()));
  }

  async sweep(): Promise<number> {
    return await this.#connection.use((collections) => sweep(collections, this.#connection.now()));
  }

  /** The user with this address, created if needed. A student who left and returns is a new user. */
  async #userOf(collections: Collections, email: string): Promise<UserDocument> {
    const added = { $setOnInsert: { _id: randomUUID(), createdAt: this.#after(0) } };
    const user = (await collections.users.findOneAndUpdate({ email }, added, {
      upsert: true,
      returnDocument: 'after',
    }))!;
    if (user.leaving !== true) return user;
    await removeUser(collections, user._id, this.#connection.now());
    return await this.#userOf(collections, email);
  }

  #after(ms: number): Date {
    return new Date(this.#connection.now() + ms);
  }
}

/**
 * Removes expired tokens and sessions, and repairs what a crash between two writes left behind. Returns how many tokens
 * and sessions it removed.
 */
export async function sweep(collections: Collections, now: number): Promise<number> {
  await finishRemovals(collections, now);
  await repairSchedules(collections, now);
  await repairStates(collections, now);
  const expired = { expiresAt: { $lte: new Date(now) } };
  const links = await collections.signIns.deleteMany(expired);
  return links.deletedCount + (await collections.sessions.deleteMany(expired)).deletedCount;
}

function userOf({ _id: id, email, createdAt }: UserDocument): User {
  return { id, email, createdAt: createdAt.toISOString() };
}
