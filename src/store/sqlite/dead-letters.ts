/** Dead letters in SQLite. */
import { randomUUID } from 'node:crypto';
import type { DeadLetter, DeadLetterStore } from '../dead-letters.ts';
import type { Connection } from './connection.ts';

type NewDeadLetter = Pick<DeadLetter, 'kind' | 'subject' | 'error' | 'attempts'>;
type DeadLetterRow = Omit<DeadLetter, 'at'> & { at: number };

export class SqliteDeadLetters implements DeadLetterStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async list(limit: number): Promise<DeadLetter[]> {
    return this.#connection
      .all<DeadLetterRow>('SELECT * FROM dead_letters ORDER BY at DESC, rowid DESC LIMIT ?', limit)
      .map(letterOf);
  }

  async replay(id: string): Promise<DeadLetter | undefined> {
    return this.#connection.transaction(() => {
      const row = this.#connection.get<DeadLetterRow>('DELETE FROM dead_letters WHERE id = ? RETURNING *', id);
      if (row === undefined) return undefined;
      this.#retry(row);
      return letterOf(row);
    });
  }

  async remove(id: string): Promise<boolean> {
    return this.#connection.run('DELETE FROM dead_letters WHERE id = ?', id) === 1;
  }

  async count(): Promise<number> {
    return this.#connection.get<{ count: number }>('SELECT count(*) AS count FROM dead_letters')!.count;
  }

  #retry({ kind, subject }: DeadLetterRow): void {
    const now = this.#connection.now();
    switch (kind) {
      case 'check':
        this.#connection.run(
          'UPDATE sections SET due_at = min(due_at, ?), failures = 0 WHERE section = ?',
          now,
          subject,
        );
        break;
      case 'notification':
        this.#connection.run(
          `UPDATE notifications SET status = 'pending', attempts = 0, error = NULL, queued_at = ?1, next_attempt_at = ?1
           WHERE id = ?2 AND status = 'dead'`,
          now,
          subject,
        );
        break;
      default:
        kind satisfies never;
    }
  }
}

/** Adds a dead letter. It replaces an earlier one of the same kind and subject. */
export function addDeadLetter(
  connection: Connection,
  { kind, subject, error, attempts }: NewDeadLetter,
  now: number,
): void {
  connection.run(
    'INSERT OR REPLACE INTO dead_letters (id, kind, subject, error, attempts, at) VALUES (?, ?, ?, ?, ?, ?)',
    randomUUID(),
    kind,
    subject,
    error,
    attempts,
    now,
  );
}

function letterOf(row: DeadLetterRow): DeadLetter {
  return { ...row, at: new Date(row.at).toISOString() };
}
