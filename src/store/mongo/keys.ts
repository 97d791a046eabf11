/** The keys of other programs in MongoDB. */
import type { KeyStore, NewKey, StoredKey } from '../keys.ts';
import { KEY_USE_NOTED_MS } from '../keys.ts';
import type { Connection } from './connection.ts';
import type { KeyDocument } from './documents.ts';
import { upTo } from './instants.ts';

export class MongoKeys implements KeyStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async add({ id, label, hash, scopes, ratePerMinute }: NewKey): Promise<StoredKey> {
    const createdAt = new Date(this.#connection.now());
    const document: KeyDocument = { _id: id, label, hash, scopes: [...scopes], ratePerMinute, createdAt };
    await this.#connection.use(({ keys }) => keys.insertOne(document));
    return keyOf(document);
  }

  async living(): Promise<StoredKey[]> {
    const found = await this.#connection.use(({ keys }) =>
      keys
        .find({ revokedAt: { $exists: false } })
        .sort({ createdAt: -1, _id: 1 })
        .toArray(),
    );
    return found.map(keyOf);
  }

  async revoked(limit: number): Promise<StoredKey[]> {
    const found = await this.#connection.use(({ keys }) =>
      keys
        .find({ revokedAt: { $exists: true } })
        .sort({ revokedAt: -1, createdAt: -1, _id: 1 })
        .limit(limit)
        .toArray(),
    );
    return found.map(keyOf);
  }

  async revoke(id: string): Promise<StoredKey | undefined> {
    const revokedAt = new Date(this.#connection.now());
    const found = await this.#connection.use(({ keys }) =>
      keys.findOneAndUpdate(
        { _id: id, revokedAt: { $exists: false } },
        { $set: { revokedAt } },
        { returnDocument: 'after' },
      ),
    );
    return found === null ? undefined : keyOf(found);
  }

  async noteUse(id: string): Promise<void> {
    const now = this.#connection.now();
    const unnoted = [{ lastUsedAt: { $exists: false } }, { lastUsedAt: upTo(now - KEY_USE_NOTED_MS) }];
    await this.#connection.use(({ keys }) =>
      keys.updateOne({ _id: id, $or: unnoted }, { $set: { lastUsedAt: new Date(now) } }),
    );
  }
}

function keyOf({ _id: id, createdAt, lastUsedAt, revokedAt, ...key }: KeyDocument): StoredKey {
  return {
    id,
    ...key,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
