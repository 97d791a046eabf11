/** Watches in SQLite. */
import { randomUUID } from 'node:crypto';
import { storeError } from '../errors.ts';
import type { ChangeKind } from '../../domain/change.ts';
import type { Watch } from '../../domain/watch.ts';
import type { AddedWatch, WatchPatch, WatchStore } from '../watches.ts';
import { latestChange } from './changes.ts';
import type { Connection } from './connection.ts';
import { addSection } from './section-row.ts';

interface WatchRow {
  id: string;
  user_id: string;
  section: string;
  kinds: string;
  paused: number;
  verified: number;
  created_at: number;
}

const COLUMNS = 'id, user_id, section, kinds, paused, verified, created_at';

export class SqliteWatches implements WatchStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async add(
    userId: string,
    section: string,
    kinds: ChangeKind[],
    verified: boolean,
    limit: number,
    dueInMs: number,
  ): Promise<AddedWatch> {
    const now = this.#connection.now();
    return this.#connection.transaction(() => {
      const refusal = this.#refusal(userId, section, limit);
      if (refusal !== undefined) return { outcome: refusal };
      addSection(this.#connection, section, now);
      // A section that is seen and scheduled keeps its due time. One that is only seen can wait. Any other is due now.
      this.#connection.run(
        'UPDATE sections SET due_at = iif(state IS NULL, ?, ?) WHERE section = ? AND (state IS NULL OR watches = 0)',
        now,
        now + dueInMs,
        section,
      );
      const row = this.#connection.get<WatchRow>(
        `INSERT INTO watches (id, user_id, section, kinds, verified, created_at, after_cursor)
         VALUES (?, ?, ?, ?, max(?, (SELECT state IS NOT NULL FROM sections s WHERE s.section = ?3)), ?, ?)
         RETURNING ${COLUMNS}`,
        randomUUID(),
        userId,
        section,
        JSON.stringify(kinds),
        Number(verified),
        now,
        latestChange(this.#connection),
      );
      return { outcome: 'added', watch: watchOf(row!) };
    });
  }

  async list(userId: string): Promise<Watch[]> {
    return watchesOf(this.#connection, userId);
  }

  async update(userId: string, watchId: string, { kinds, paused }: WatchPatch): Promise<Watch | undefined> {
    const row = this.#connection.get<WatchRow>(
      // A resumed watch skips the changes made during its pause. A trigger deletes pending ones it no longer wants.
      `UPDATE watches SET kinds = coalesce(?1, kinds), paused = coalesce(?2, paused),
         after_cursor = iif(paused = 1 AND ?2 = 0, ?3, after_cursor)
       WHERE id = ?4 AND user_id = ?5 RETURNING ${COLUMNS}`,
      kinds === undefined ? null : JSON.stringify(kinds),
      paused === undefined ? null : Number(paused),
      latestChange(this.#connection),
      watchId,
      userId,
    );
    return row === undefined ? undefined : watchOf(row);
  }

  async remove(userId: string, watchId: string): Promise<boolean> {
    return this.#connection.run('DELETE FROM watches WHERE id = ? AND user_id = ?', watchId, userId) === 1;
  }

  async find(watchId: string): Promise<{ watch: Watch; userId: string } | undefined> {
    const row = this.#connection.get<WatchRow>(`SELECT ${COLUMNS} FROM watches WHERE id = ?`, watchId);
    return row === undefined ? undefined : { watch: watchOf(row), userId: row.user_id };
  }

  async removeAll(userId: string): Promise<number> {
    return this.#connection.run('DELETE FROM watches WHERE user_id = ?', userId);
  }

  #refusal(userId: string, section: string, limit: number): 'duplicate' | 'limit' | undefined {
    const known = this.#connection.get('SELECT 1 FROM users WHERE id = ?', userId);
    if (known === undefined) throw storeError('PMC_NOT_SIGNED_IN', {});
    const { count, duplicate } = this.#connection.get<{ count: number; duplicate: number | null }>(
      'SELECT count(*) AS count, max(section = ?) AS duplicate FROM watches WHERE user_id = ?',
      section,
      userId,
    )!;
    if (duplicate === 1) return 'duplicate';
    return count >= limit ? 'limit' : undefined;
  }
}

export function watchesOf(connection: Connection, userId: string): Watch[] {
  return connection
    .all<WatchRow>(`SELECT ${COLUMNS} FROM watches WHERE user_id = ? ORDER BY created_at, rowid`, userId)
    .map(watchOf);
}

function watchOf({ id, section, kinds, paused, verified, created_at: createdAt }: WatchRow): Watch {
  return {
    id,
    section,
    kinds: JSON.parse(kinds) as ChangeKind[],
    paused: paused === 1,
    verified: verified === 1,
    createdAt: new Date(createdAt).toISOString(),
  };
}
