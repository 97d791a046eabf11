/** The trace contexts of changes in SQLite. */
import type { TraceStore } from '../traces.ts';
import type { Connection } from './connection.ts';

export class SqliteTraces implements TraceStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async keep(traces: Readonly<Record<string, string>>): Promise<void> {
    this.#connection.run(
      `INSERT INTO traces (change_id, trace, kept_at) SELECT key, value, ?2 FROM json_each(?1)
       WHERE true ON CONFLICT DO NOTHING`,
      JSON.stringify(traces),
      this.#connection.now(),
    );
  }

  async of(changeIds: readonly string[]): Promise<Record<string, string>> {
    const rows = this.#connection.all<{ change_id: string; trace: string }>(OF_CHANGES, JSON.stringify(changeIds));
    return Object.fromEntries(rows.map(({ change_id: change, trace }) => [change, trace]));
  }

  async forget(forMs: number): Promise<void> {
    this.#connection.run('DELETE FROM traces WHERE kept_at < ?', this.#connection.now() - forMs);
  }
}

export const OF_CHANGES = 'SELECT change_id, trace FROM traces WHERE change_id IN (SELECT value FROM json_each(?))';
