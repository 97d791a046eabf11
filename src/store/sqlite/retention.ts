/** Retention in SQLite. Each batch is one write. */
import type { Forgotten, RetentionStore } from '../retention.ts';
import type { Connection } from './connection.ts';

/** Scans all rows. That is fine, because it runs once an hour. */
const FINISHED = `
  SELECT section FROM sections s
  WHERE state IS NOT NULL AND lease_until <= ?2
    AND (institution, term) IN (
      SELECT institution, term FROM sections GROUP BY institution, term HAVING max(state ->> '$.checkedAt') < ?1
    )
    AND NOT EXISTS (SELECT 1 FROM coverage v WHERE v.section = s.section)
    AND NOT EXISTS (SELECT 1 FROM changes c WHERE c.section = s.section AND (c.fanned_out = 0 OR c.published = 0))
  ORDER BY section LIMIT ?3`;

// A trigger deletes the dead letters too.
export const SETTLED = `
  DELETE FROM notifications WHERE id IN (
    SELECT id FROM notifications WHERE status <> 'pending' AND queued_at < ?1 AND coalesce(sent_at, queued_at) < ?1
    ORDER BY queued_at LIMIT ?2)`;

// The plus keeps the planner from scanning all dead letters of the kind.
export const LETTERS = `
  DELETE FROM dead_letters WHERE id IN (
    SELECT id FROM dead_letters WHERE +kind = 'check' AND at < ? ORDER BY at LIMIT ?)`;

export const ENDED = `
  DELETE FROM incidents WHERE id IN (
    SELECT id FROM incidents WHERE ended_at IS NOT NULL AND ended_at < ? ORDER BY ended_at LIMIT ?)`;

const AMONG = 'section IN (SELECT value FROM json_each(?))';

export class SqliteRetention implements RetentionStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async sweep(keepMs: number, limit: number): Promise<Forgotten> {
    const before = this.#connection.now() - keepMs;
    return this.#connection.transaction(() => ({
      ...this.#forgetTerms(before, limit),
      notifications: this.#connection.run(SETTLED, before, limit),
      deadLetters: this.#connection.run(LETTERS, before, limit),
      incidents: this.#connection.run(ENDED, before, limit),
    }));
  }

  #forgetTerms(before: number, limit: number): Pick<Forgotten, 'sections' | 'changes'> {
    const finished = this.#connection.all<{ section: string }>(
      FINISHED,
      new Date(before).toISOString(),
      this.#connection.now(),
      limit,
    );
    if (finished.length === 0) return { sections: 0, changes: 0 };
    const keys = JSON.stringify(finished.map(({ section }) => section));
    this.#connection.run(
      `INSERT INTO forgotten (id, up_to)
       SELECT 1, max(cursor) FROM changes WHERE ${AMONG} HAVING max(cursor) IS NOT NULL
       ON CONFLICT (id) DO UPDATE SET up_to = max(up_to, excluded.up_to)`,
      keys,
    );
    const changes = this.#connection.run(`DELETE FROM changes WHERE ${AMONG}`, keys);
    this.#connection.run(
      "DELETE FROM dead_letters WHERE kind = 'check' AND subject IN (SELECT value FROM json_each(?))",
      keys,
    );
    return { sections: this.#connection.run(`DELETE FROM sections WHERE ${AMONG}`, keys), changes };
  }
}

/** Changes up to this number may have been deleted. A reader that has not read further has missed some. */
export function forgottenUpTo(connection: Connection): number {
  return connection.get<{ up_to: number }>('SELECT up_to FROM forgotten')?.up_to ?? 0;
}
