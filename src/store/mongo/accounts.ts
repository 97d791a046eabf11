/** Students in MongoDB. */
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
import type { UserDocument } from './account-documents.ts';
import { exportAccount } from './account-export.ts';
import { messagesOf } from './account-messages.ts';
import { finishRemovals, removeUser } from './account-removal.ts';
import { addEmailChannel } from './channel-documents.ts';
import type { Connection } from './connection.ts';
import { repairStates } from './damaged-states.ts';
import type { Collections } from './documents.ts';
import { repairCoverage } from './coverage.ts';
import { repairSchedules } from './schedule.ts';
import { endSession, sessionsOf, userOf, userOfSession } from './sessions.ts';
import { finishSuspensions } from './suspension.ts';
import { addSignIn, forgetWishes, linkState, peekSignIn, takeSignIn, unstartedWishes } from './sign-ins.ts';

export class MongoAccounts implements AccountStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async addSignIn(tokenHash: string, email: string, ttlMs: number, wishes: SignInWishes = {}): Promise<void> {
    await this.#connection.use((collections) => addSignIn(collections, tokenHash, email, this.#after(ttlMs), wishes));
  }

  async peekSignIn(tokenHash: string): Promise<SignIn | undefined> {
    return await this.#connection.use((collections) => peekSignIn(collections, tokenHash, this.#connection.now()));
  }

  async waiting(waitingHash: string): Promise<LinkState> {
    return await this.#connection.use((collections) => linkState(collections, waitingHash, this.#connection.now()));
  }

  async signIn(tokenHash: string, sessionHash: string, ttlMs: number, browser = ''): Promise<User | undefined> {
    return await this.#connection.use(async (collections) => {
      const asked = await peekSignIn(collections, tokenHash, this.#connection.now());
      if (asked === undefined || (await isSuspended(collections, asked.email))) return undefined;
      const used = await takeSignIn(collections, tokenHash, this.#connection.now());
      if (used === undefined) return undefined;
      const user = await this.#userOf(collections, used);
      await addEmailChannel(collections, user);
      await collections.sessions.insertOne({
        _id: sessionHash,
        userId: user._id,
        createdAt: this.#after(0),
        expiresAt: this.#after(ttlMs),
        lastUsedAt: this.#after(0),
        browser,
      });
      return userOf(user);
    });
  }

  async unstarted(usedForMs: number, limit: number): Promise<UnstartedWishes[]> {
    return await this.#connection.use((collections) => unstartedWishes(collections, this.#after(-usedForMs), limit));
  }

  async wishesStarted(tokenHash: string): Promise<void> {
    await this.#connection.use((collections) => forgetWishes(collections, tokenHash));
  }

  async session(sessionHash: string): Promise<User | undefined> {
    return await this.#connection.use((collections) => userOfSession(collections, sessionHash, this.#connection.now()));
  }

  async signOut(sessionHash: string): Promise<void> {
    await this.#connection.use(({ sessions }) => sessions.deleteOne({ _id: sessionHash }));
  }

  async sessions(userId: string): Promise<StoredSession[]> {
    return await this.#connection.use((collections) => sessionsOf(collections, userId, this.#connection.now()));
  }

  async endSession(userId: string, id: string): Promise<boolean> {
    return await this.#connection.use((collections) => endSession(collections, userId, id, this.#connection.now()));
  }

  async endSessions(userId: string): Promise<void> {
    await this.#connection.use(({ sessions }) => sessions.deleteMany({ userId }));
  }

  async preferences(userId: string): Promise<Preferences | undefined> {
    const user = await this.#connection.use(({ users }) => users.findOne({ _id: userId, ...staying }));
    return user === null ? undefined : withDefaults(user.preferences ?? {});
  }

  async prefer(userId: string, patch: Partial<Preferences>): Promise<Preferences | undefined> {
    // A literal, so that no value is read as an expression.
    const preferences = { $mergeObjects: ['$preferences', { $literal: patch }] };
    const user = await this.#connection.use(({ users }) =>
      users.findOneAndUpdate({ _id: userId, ...staying }, [{ $set: { preferences } }], { returnDocument: 'after' }),
    );
    return user === null ? undefined : withDefaults(user.preferences ?? {});
  }

  async messages(userId: string, after: MessagePlace | null, limit: number): Promise<StoredMessage[]> {
    return await this.#connection.use((collections) => messagesOf(collections, userId, after, limit));
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
  async #userOf(collections: Collections, asked: Pick<SignIn, 'email' | 'preferences'>): Promise<UserDocument> {
    const { email, preferences } = asked;
    const added = { $setOnInsert: { _id: randomUUID(), createdAt: this.#after(0), preferences } };
    const user = (await collections.users.findOneAndUpdate({ email }, added, {
      upsert: true,
      returnDocument: 'after',
    }))!;
    if (user.leaving !== true) return user;
    await removeUser(collections, user._id, this.#connection.now());
    return await this.#userOf(collections, asked);
  }

  #after(ms: number): Date {
    return new Date(this.#connection.now() + ms);
  }
}

async function isSuspended({ users }: Collections, email: string): Promise<boolean> {
  return (await users.findOne({ email, suspendedAt: { $exists: true } })) !== null;
}

const staying = { leaving: { $exists: false } };

/**
 * Removes expired tokens and sessions, and repairs what a crash between two writes left behind. Returns how many tokens
 * and sessions it removed.
 */
export async function sweep(collections: Collections, now: number): Promise<number> {
  await finishRemovals(collections, now);
  await finishSuspensions(collections, now);
  await repairCoverage(collections, now);
  await repairSchedules(collections, now);
  await repairStates(collections, now);
  const expired = { expiresAt: { $lte: new Date(now) } };
  const links = await collections.signIns.deleteMany(expired);
  return links.deletedCount + (await collections.sessions.deleteMany(expired)).deletedCount;
}
