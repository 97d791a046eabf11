/** The keys of other programs in SQLite. */
import type { KeyScope, KeyStore, NewKey, StoredKey } from '../keys.ts';
import { KEY_USE_NOTED_MS } from '../keys.ts';
import type { Connection } from './connection.ts';

interface KeyRow {
  id: string;
  label: string;
  secret_hash: string;
  scopes: string;
  rate_per_minute: number;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
}

export class SqliteKeys implements KeyStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async add({ id, label, hash, scopes, ratePerMinute }: NewKey): Promise<StoredKey> {
    const row = this.#connection.get<KeyRow>(
      `INSERT INTO api_keys (id, label, secret_hash, scopes, rate_per_minute, created_at)
       VALUES (?, ?, ?, ?, ?, ?) RETURNING *`,
      id,
      label,
      hash,
      JSON.stringify(scopes),
      ratePerMinute,
      this.#connection.now(),
    );
    return keyOf(row!);
  }

  async living(): Promise<StoredKey[]> {
    return this.#connection
      .all<KeyRow>('SELECT * FROM api_keys WHERE revoked_at IS NULL ORDER BY created_at DESC, id')
      .map(keyOf);
  }

  async revoked(limit: number): Promise<StoredKey[]> {
    return this.#connection
      .all<KeyRow>(
        'SELECT * FROM api_keys WHERE revoked_at IS NOT NULL ORDER BY revoked_at DESC, created_at DESC, id LIMIT ?',
        limit,
      )
      .map(keyOf);
  }

  async revoke(id: string): Promise<StoredKey | undefined> {
    const row = this.#connection.get<KeyRow>(
      'UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL RETURNING *',
      this.#connection.now(),
      id,
    );
    return row === undefined ? undefined : keyOf(row);
  }

  async noteUse(id: string): Promise<void> {
    const now = this.#connection.now();
    this.#connection.run(
      'UPDATE api_keys SET last_used_at = ?1 WHERE id = ?2 AND (last_used_at IS NULL OR last_used_at <= ?3)',
      now,
      id,
      now - KEY_USE_NOTED_MS,
    );
  }
}

function keyOf(row: KeyRow): StoredKey {
  return {
    id: row.id,
    label: row.label,
    hash: row.secret_hash,
    scopes: JSON.parse(row.scopes) as KeyScope[],
    ratePerMinute: row.rate_per_minute,
    createdAt: new Date(row.created_at).toISOString(),
    lastUsedAt: row.last_used_at === null ? null : new Date(row.last_used_at).toISOString(),
    revokedAt: row.revoked_at === null ? null : new Date(row.revoked_at).toISOString(),
  };
}
