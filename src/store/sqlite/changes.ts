/** Changes in SQLite. A cursor is the change's number in the one order, '0' the beginning. */
import { pmcError } from '../../errors.ts';
import type { Change } from '../../domain/change.ts';
import type { ChangeStore, StoredChange } from '../changes.ts';
import type { Connection, Value } from './connection.ts';

const CURSOR = /^(0|[1-9]\d{0,14})$/;

// What numbered the changes remembers the newest number also when its change is gone.
const LATEST = "SELECT seq FROM sqlite_sequence WHERE name = 'changes'";

export class SqliteChanges implements ChangeStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async latestCursor(): Promise<string> {
    return String(latestChange(this.#connection));
  }

  async since(cursor: string, sections: string[], limit: number): Promise<StoredChange[] | undefined> {
    if (!this.#givenOut(cursor)) return undefined;
    return this.#stored('section IN (SELECT value FROM json_each(?)) AND cursor > ? ORDER BY cursor LIMIT ?', JSON.stringify(sections), Number(cursor), limit);
  }

  async history(section: string, after: string | null, limit: number): Promise<StoredChange[]> {
    if (after !== null && !this.#givenOut(after)) throw pmcError('PMC_CURSOR_INVALID', { cursor: after });
    return this.#stored('section = ? AND cursor > ? ORDER BY cursor LIMIT ?', section, Number(after), limit);
  }

  async recent(limit: number): Promise<StoredChange[]> {
    return this.#stored('true ORDER BY cursor DESC LIMIT ?', limit);
  }

  async unpublished(limit: number): Promise<StoredChange[]> {
    return this.#stored('published = 0 ORDER BY cursor LIMIT ?', limit);
  }

  async markPublished(changeIds: string[]): Promise<void> {
    this.#connection.run('UPDATE changes SET published = 1 WHERE id IN (SELECT value FROM json_each(?))', JSON.stringify(changeIds));
  }

  #givenOut(cursor: string): boolean {
    return CURSOR.test(cursor) && Number(cursor) <= latestChange(this.#connection);
  }

  #stored(where: string, ...values: Value[]): StoredChange[] {
    return this.#connection.all<{ cursor: number; change: string }>(`SELECT cursor, change FROM changes WHERE ${where}`, ...values)
      .map(({ cursor, change }) => ({ cursor: String(cursor), change: JSON.parse(change) as Change }));
  }
}

/** The number of the newest change there ever was; 0: none. */
export function latestChange(connection: Connection): number {
  return connection.get<{ seq: number }>(LATEST)?.seq ?? 0;
}
