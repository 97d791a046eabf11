/** Students for operators, in MongoDB. */
import type { KnownUser, UserFilter, UserQuery, UserStore } from '../users.ts';
import type { UserDocument } from './account-documents.ts';
import { chunksOf, findAmong } from './bulk.ts';
import type { ChangeOrder } from './change-order.ts';
import type { Connection } from './connection.ts';
import type { Collections } from './documents.ts';
import { restore, suspend } from './suspension.ts';
import { usersInOrder } from './users-in-order.ts';

/** Users whose watches and channels are read at once. */
const BATCH = 500;

const FITS: Record<UserFilter, (user: KnownUser) => boolean> = {
  suspended: ({ suspendedAt }) => suspendedAt !== null,
  muted: ({ muted }) => muted,
  'no-watches': ({ watchCount }) => watchCount === 0,
};

export class MongoUsers implements UserStore {
  readonly #connection: Connection;
  readonly #order: ChangeOrder;

  constructor(connection: Connection, order: ChangeOrder) {
    this.#connection = connection;
    this.#order = order;
  }

  async page(query: UserQuery): Promise<KnownUser[]> {
    const { filter, limit, sort, text } = query;
    // Then everything in the first batch is on the page.
    const isExact = filter === null && (text === '' || sort !== 'watches');
    return await this.#connection.use(async (collections) => {
      const now = this.#connection.now();
      const found: KnownUser[] = [];
      for await (const batch of usersInOrder(collections, query, isExact ? limit : BATCH)) {
        const users = await described(collections, batch, now);
        found.push(...users.filter((user) => filter === null || FITS[filter](user)));
        if (found.length >= limit) break;
      }
      return found.slice(0, limit);
    });
  }

  async find(id: string): Promise<KnownUser | undefined> {
    return await this.#connection.use((collections) => this.#find(collections, id));
  }

  async isSuspended(email: string): Promise<boolean> {
    const user = await this.#connection.use(({ users }) => users.findOne({ email }));
    return user?.suspendedAt !== undefined;
  }

  async suspend(id: string): Promise<KnownUser | undefined> {
    return await this.#connection.use(async (collections) => {
      await suspend(collections, id, this.#connection.now());
      return await this.#find(collections, id);
    });
  }

  async restore(id: string): Promise<KnownUser | undefined> {
    return await this.#connection.use(async (collections) => {
      await restore(collections, this.#order, id, this.#connection.now());
      return await this.#find(collections, id);
    });
  }

  async #find(collections: Collections, id: string): Promise<KnownUser | undefined> {
    const user = await collections.users.findOne({ _id: id, leaving: { $exists: false } });
    return user === null ? undefined : (await described(collections, [user], this.#connection.now()))[0];
  }
}

/** The users with what belongs to them. */
async function described(collections: Collections, users: UserDocument[], now: number): Promise<KnownUser[]> {
  const { watches, channels, sessions } = collections;
  const counts = new Map<string, number>();
  const muted = new Set<string>();
  const seen = new Map<string, number>();
  for (const chunk of chunksOf(users)) {
    const ids = chunk.map(({ _id }) => _id);
    for (const { userId } of await findAmong(watches, 'userId', ids, ['userId']))
      counts.set(userId, (counts.get(userId) ?? 0) + 1);
    for (const channel of await findAmong(channels, 'userId', ids, ['userId', 'muted']))
      if (channel.muted !== undefined) muted.add(channel.userId);
    for (const session of await findAmong(sessions, 'userId', ids, ['userId', 'createdAt', 'lastUsedAt', 'expiresAt']))
      if (session.expiresAt.getTime() > now)
        seen.set(
          session.userId,
          Math.max(seen.get(session.userId) ?? 0, (session.lastUsedAt ?? session.createdAt).getTime()),
        );
  }
  return users.map(({ _id: id, email, createdAt, suspendedAt }) => {
    const lastSeenAt = seen.get(id);
    return {
      id,
      email,
      createdAt: createdAt.toISOString(),
      suspendedAt: suspendedAt?.toISOString() ?? null,
      watchCount: counts.get(id) ?? 0,
      muted: muted.has(id),
      lastSeenAt: lastSeenAt === undefined ? null : new Date(lastSeenAt).toISOString(),
    };
  });
}
