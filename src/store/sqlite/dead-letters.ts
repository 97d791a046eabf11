/** Dead letters in SQLite. */
import { randomUUID } from 'node:crypto';
import type { DeadLetter, DeadLetterStore, FailedAttempt, LetterAbout } from '../dead-letters.ts';
import { ABOUT_NOTHING } from '../dead-letters.ts';
import type { Connection } from './connection.ts';

type NewDeadLetter = Pick<DeadLetter, 'kind' | 'subject' | 'error' | 'attempts'>;
type DeadLetterRow = Omit<DeadLetter, 'at'> & { at: number };

type AboutRow = Omit<LetterAbout, 'detectedAt' | 'failedAttempts'> & {
  subject: string;
  detectedAt: number | null;
  attempts: string | null;
};

const COURSE = "s.subject || ' ' || s.catalog_number AS course";
const ABOUT_CHECKS = `
  SELECT s.section AS subject, s.section, ${COURSE}, NULL AS what, NULL AS channel, NULL AS recipient,
    NULL AS detectedAt, s.failed_attempts AS attempts
  FROM sections s WHERE s.section IN (SELECT value FROM json_each(?))`;
const ABOUT_NOTIFICATIONS = `
  SELECT n.id AS subject, n.section, ${COURSE}, coalesce(n.kind, n.notice) AS what, n.channel, u.email AS recipient,
    n.detected_at AS detectedAt, n.failed_attempts AS attempts
  FROM notifications n LEFT JOIN sections s ON s.section = n.section
  LEFT JOIN channels c ON c.id = n.destination LEFT JOIN users u ON u.id = c.user_id
  WHERE n.id IN (SELECT value FROM json_each(?))`;

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

  async find(id: string): Promise<DeadLetter | undefined> {
    const row = this.#connection.get<DeadLetterRow>('SELECT * FROM dead_letters WHERE id = ?', id);
    return row && letterOf(row);
  }

  async about(letters: readonly Pick<DeadLetter, 'kind' | 'subject'>[]): Promise<LetterAbout[]> {
    const subjects = JSON.stringify(letters.map(({ subject }) => subject));
    const rows = [
      ...this.#connection.all<AboutRow>(ABOUT_CHECKS, subjects),
      ...this.#connection.all<AboutRow>(ABOUT_NOTIFICATIONS, subjects),
    ];
    const known = new Map(rows.map(({ subject, ...row }) => [subject, aboutOf(row)]));
    return letters.map(({ subject }) => known.get(subject) ?? ABOUT_NOTHING);
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
          'UPDATE sections SET due_at = min(due_at, ?), failures = 0, failed_attempts = NULL WHERE section = ?',
          now,
          subject,
        );
        break;
      case 'notification':
        this.#connection.run(
          `UPDATE notifications SET status = 'pending', attempts = 0, error = NULL, failed_attempts = NULL,
             queued_at = ?1, next_attempt_at = ?1
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

/** Removes the dead letters of looks at these sections: they have been seen since. */
export function forgetFailedLooks(connection: Connection, sections: readonly string[]): void {
  if (sections.length === 0) return;
  connection.run(
    "DELETE FROM dead_letters WHERE kind = 'check' AND subject IN (SELECT value FROM json_each(?))",
    JSON.stringify(sections),
  );
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

function aboutOf({ detectedAt, attempts, ...about }: Omit<AboutRow, 'subject'>): LetterAbout {
  return {
    ...about,
    detectedAt: detectedAt === null ? null : new Date(detectedAt).toISOString(),
    failedAttempts: attempts === null ? [] : (JSON.parse(attempts) as FailedAttempt[]),
  };
}

function letterOf(row: DeadLetterRow): DeadLetter {
  return { ...row, at: new Date(row.at).toISOString() };
}
