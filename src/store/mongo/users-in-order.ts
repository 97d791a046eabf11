/** Reads users in the order of a page, batch by batch, until the page is full. */
import type { Filter } from 'mongodb';
import type { UserQuery } from '../users.ts';
import type { UserDocument } from './account-documents.ts';
import { findAmong, ONE_BATCH } from './bulk.ts';
import type { Collections } from './documents.ts';

/** After all ids. */
const LAST = '\uffff';

export async function* usersInOrder(
  collections: Collections,
  query: UserQuery,
  batchSize: number,
): AsyncGenerator<UserDocument[]> {
  const { sort, after } = query;
  const fits = matching(query);
  const { users } = collections;
  if (sort === 'watches') return yield* mostWatches(collections, fits, query, batchSize);
  const found =
    sort === 'email'
      ? users
          .find(after === null ? fits : { ...fits, $and: [{ email: { $gt: String(after.key) } }] })
          .sort({ email: 1 })
      : users.find(after === null ? fits : { ...fits, ...olderThan(after) }).sort({ createdAt: -1, _id: -1 });
  yield* batchesOf(found.batchSize(batchSize), batchSize);
}

function matching({ text, filter }: UserQuery): Filter<UserDocument> {
  return {
    leaving: { $exists: false },
    ...(filter === 'suspended' && { suspendedAt: { $exists: true } }),
    ...(text !== '' && { email: { $regex: text.replaceAll(/[^\w@-]/g, '\\$&') } }),
  };
}

type Place = NonNullable<UserQuery['after']>;

function olderThan({ key, id }: Place): Filter<UserDocument> {
  const at = new Date(key);
  return { $or: [{ createdAt: { $lt: at } }, { createdAt: at, _id: { $lt: id } }] };
}

/**
 * Counts the watches of each user in an index, on the server, and reads the users of the page by their ids. Those
 * without watches come last.
 */
async function* mostWatches(
  { users, watches }: Collections,
  fits: Filter<UserDocument>,
  { after, filter }: UserQuery,
  batchSize: number,
): AsyncGenerator<UserDocument[]> {
  const watched = Number(after?.key ?? Infinity);
  if (watched > 0 && filter !== 'no-watches') {
    const behind =
      after === null
        ? []
        : [{ $match: { $or: [{ count: { $lt: watched } }, { count: watched, _id: { $lt: after.id } }] } }];
    const ranked = watches.aggregate<{ _id: string }>(
      [
        { $match: { userId: { $gt: '' } } },
        { $group: { _id: '$userId', count: { $sum: 1 } } },
        ...behind,
        { $sort: { count: -1, _id: -1 } },
      ],
      { batchSize },
    );
    for await (const batch of batchesOf(ranked, batchSize)) {
      const ids = batch.map(({ _id }) => _id);
      const found = await users.find({ ...fits, _id: { $in: ids } }, { batchSize: ONE_BATCH }).toArray();
      const byId = new Map(found.map((user) => [user._id, user]));
      yield ids.flatMap((id) => byId.get(id) ?? []);
    }
  }
  const others = users.find({ ...fits, _id: { $lt: watched > 0 ? LAST : after!.id } }, { batchSize }).sort({ _id: -1 });
  for await (const batch of batchesOf(others, batchSize)) {
    const ids = batch.map(({ _id }) => _id);
    const watching = new Set((await findAmong(watches, 'userId', ids, ['userId'])).map(({ userId }) => userId));
    yield batch.filter(({ _id }) => !watching.has(_id));
  }
}

async function* batchesOf<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
