/** Students for operators, in MongoDB. */
import type { Filter } from 'mongodb';
import type { KnownUser, UserFilter, UserQuery, UserSort, UserStore } from '../users.ts';
import type { UserDocument } from './account-documents.ts';
import { chunksOf, findAmong, ONE_BATCH } from './bulk.ts';
import type { ChangeOrder } from './change-order.ts';
import type { Connection } from './connection.ts';
import type { Collections } from './documents.ts';
import { restore, suspend } from './suspension.ts';

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

  /** Reads users in the order of an index until the page is full. Only those with the most watches need all users. */
  async page(query: UserQuery): Promise<KnownUser[]> {
    const { sort, filter, limit } = query;
    return await this.#connection.use(async (collections) => {
      const now = this.#connection.now();
      if (sort === 'watches') return await mostWatches(collections, query, now);
      const found: KnownUser[] = [];
      const cursor = collections.users
        .find(matching(query), { batchSize: BATCH })
        .sort(sort === 'email' ? { email: 1 } : { createdAt: -1, _id: -1 });
      let batch: UserDocument[] = [];
      const take = async (): Promise<void> => {
        const users = await described(collections, batch, now);
        found.push(...users.filter((user) => filter === null || FITS[filter](user)));
        batch = [];
      };
      for await (const user of cursor) {
        batch.push(user);
        // Without a filter, everything in the batch is on the page.
        if (batch.length === (filter === null ? limit : BATCH)) await take();
        if (found.length >= limit) break;
      }
      await take();
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

function matching({ text, filter, sort, after }: UserQuery): Filter<UserDocument> {
  return {
    leaving: { $exists: false },
    ...(filter === 'suspended' && { suspendedAt: { $exists: true } }),
    ...(text !== '' && { email: { $regex: text.replaceAll(/[^\w@-]/g, '\\$&') } }),
    ...(after !== null && { $and: [behind(sort, after)] }),
  };
}

function behind(sort: UserSort, { key, id }: NonNullable<UserQuery['after']>): Filter<UserDocument> {
  if (sort === 'email') return { email: { $gt: String(key) } };
  const at = new Date(key);
  return { $or: [{ createdAt: { $lt: at } }, { createdAt: at, _id: { $lt: id } }] };
}

async function mostWatches(
  collections: Collections,
  { after, filter, limit, ...query }: UserQuery,
  now: number,
): Promise<KnownUser[]> {
  const users = await collections.users
    .find(matching({ ...query, filter, limit, after: null }), { batchSize: ONE_BATCH })
    .toArray();
  const rank = ({ watchCount, id }: KnownUser, other: { watchCount: number; id: string }): number =>
    other.watchCount - watchCount || (id < other.id ? 1 : -1);
  return (await described(collections, users, now))
    .filter((user) => filter === null || FITS[filter](user))
    .filter((user) => after === null || rank(user, { watchCount: Number(after.key), id: after.id }) > 0)
    .toSorted(rank)
    .slice(0, limit);
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
