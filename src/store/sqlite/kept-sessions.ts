/** The kept sessions of MQTT clients in SQLite. */
import type { KeptSession, KeptSessionStore } from '../kept-sessions.ts';
import type { Connection } from './connection.ts';

interface SessionRow {
  filters: string;
  cursor: string;
}

export class SqliteKeptSessions implements KeptSessionStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async find(keyId: string, clientId: string, forMs: number): Promise<KeptSession | undefined> {
    const row = this.#connection.get<SessionRow>(
      'SELECT filters, cursor FROM kept_sessions WHERE key_id = ? AND client_id = ? AND saved_at >= ?',
      keyId,
      clientId,
      this.#connection.now() - forMs,
    );
    if (row === undefined) return undefined;
    return { keyId, clientId, filters: JSON.parse(row.filters) as KeptSession['filters'], cursor: row.cursor };
  }

  async save({ keyId, clientId, filters, cursor }: KeptSession): Promise<void> {
    this.#connection.run(
      'INSERT OR REPLACE INTO kept_sessions (key_id, client_id, filters, cursor, saved_at) VALUES (?, ?, ?, ?, ?)',
      keyId,
      clientId,
      JSON.stringify(filters),
      cursor,
      this.#connection.now(),
    );
  }

  async remove(keyId: string, clientId: string): Promise<void> {
    this.#connection.run('DELETE FROM kept_sessions WHERE key_id = ? AND client_id = ?', keyId, clientId);
  }

  async count(keyId: string): Promise<number> {
    return this.#connection.get<{ n: number }>('SELECT count(*) AS n FROM kept_sessions WHERE key_id = ?', keyId)!.n;
  }

  async forget(forMs: number): Promise<void> {
    this.#connection.run('DELETE FROM kept_sessions WHERE saved_at < ?', this.#connection.now() - forMs);
  }
}
