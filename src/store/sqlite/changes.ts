/** Changes in SQLite. A cursor is the change's row number; '0' is the beginning. */
import { storeError } from '../errors.ts';
import type { Change } from '../../domain/change.ts';
import type { SeatEvent } from '../../domain/openings.ts';
import type { ChangePage, ChangeStore, StoredChange } from '../changes.ts';
import { isCursor } from '../changes.ts';
import type { Connection } from './connection.ts';
import { forgottenUpTo } from './retention.ts';

interface ChangeRow {
  cursor: number;
  change: string;
}

// The index alone finds the page. Only its changes are read.
export const SINCE = `
  WITH page AS MATERIALIZED (
    SELECT cursor FROM changes WHERE section IN (SELECT value FROM json_each(?)) AND cursor > ? ORDER BY cursor LIMIT ?
  )
  SELECT c.cursor, c.change FROM page CROSS JOIN changes c ON c.cursor = page.cursor ORDER BY page.cursor`;

// The index alone finds the newest. Only their changes are read.
export const NEWEST = `
  WITH page AS MATERIALIZED (
    SELECT cursor FROM changes WHERE section IN (SELECT value FROM json_each(?)) ORDER BY cursor DESC LIMIT ?
  )
  SELECT c.cursor, c.change FROM page CROSS JOIN changes c ON c.cursor = page.cursor ORDER BY page.cursor DESC`;

export const HISTORY = 'SELECT cursor, change FROM changes WHERE section = ? AND cursor > ? ORDER BY cursor LIMIT ?';
export const OF_SEATS = `
  SELECT section, kind, detected_at AS at FROM changes
  WHERE section IN (SELECT value FROM json_each(?)) AND detected_at > ? AND kind IN ('opened', 'closed', 'cancelled')
  ORDER BY detected_at`;
export const AFTER = 'SELECT cursor, change FROM changes WHERE cursor > ? ORDER BY cursor LIMIT ?';
export const RECENT = 'SELECT cursor, change FROM changes ORDER BY cursor DESC LIMIT ?';
const UNPUBLISHED = 'SELECT cursor, change FROM changes WHERE published = 0 ORDER BY cursor LIMIT ?';

export const TO_FAN_OUT = 'SELECT count(*) AS count FROM changes WHERE fanned_out = 0';

// The sequence remembers the newest number even when its change was deleted.
const LATEST = "SELECT seq FROM sqlite_sequence WHERE name = 'changes'";

export class SqliteChanges implements ChangeStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async latestCursor(): Promise<string> {
    return String(latestChange(this.#connection));
  }

  async countToFanOut(): Promise<number> {
    return this.#connection.get<{ count: number }>(TO_FAN_OUT)!.count;
  }

  async since(cursor: string, sections: string[], limit: number): Promise<StoredChange[] | undefined> {
    if (!this.#wasIssued(cursor) || Number(cursor) < forgottenUpTo(this.#connection)) return undefined;
    return stored(this.#connection.all<ChangeRow>(SINCE, JSON.stringify(sections), Number(cursor), limit));
  }

  async page(cursor: string | null, limit: number): Promise<ChangePage | undefined> {
    const oldest = forgottenUpTo(this.#connection);
    if (cursor !== null && (!this.#wasIssued(cursor) || Number(cursor) < oldest)) return undefined;
    const from = cursor ?? String(oldest);
    const changes = stored(this.#connection.all<ChangeRow>(AFTER, Number(from), limit));
    return { changes, next: changes.at(-1)?.cursor ?? from };
  }

  async history(section: string, after: string | null, limit: number): Promise<StoredChange[]> {
    if (after !== null && !this.#wasIssued(after)) throw storeError('PMC_CURSOR_INVALID', { cursor: after });
    return stored(this.#connection.all<ChangeRow>(HISTORY, section, Number(after), limit));
  }

  async newest(sections: string[], limit: number): Promise<StoredChange[]> {
    return stored(this.#connection.all<ChangeRow>(NEWEST, JSON.stringify(sections), limit));
  }

  async seatEvents(sections: string[], withinMs: number): Promise<(SeatEvent & { section: string })[]> {
    return this.#connection.all(OF_SEATS, JSON.stringify(sections), this.#connection.now() - withinMs);
  }

  async recent(limit: number): Promise<StoredChange[]> {
    return stored(this.#connection.all<ChangeRow>(RECENT, limit));
  }

  async unpublished(limit: number): Promise<StoredChange[]> {
    return stored(this.#connection.all<ChangeRow>(UNPUBLISHED, limit));
  }

  async markPublished(changeIds: string[]): Promise<void> {
    this.#connection.run(
      'UPDATE changes SET published = 1 WHERE id IN (SELECT value FROM json_each(?))',
      JSON.stringify(changeIds),
    );
  }

  #wasIssued(cursor: string): boolean {
    return isCursor(cursor) && Number(cursor) <= latestChange(this.#connection);
  }
}

function stored(rows: ChangeRow[]): StoredChange[] {
  return rows.map(({ cursor, change }) => ({ cursor: String(cursor), change: JSON.parse(change) as Change }));
}

/** The number of the newest change ever made; 0: there was none. */
export function latestChange(connection: Connection): number {
  return connection.get<{ seq: number }>(LATEST)?.seq ?? 0;
}
