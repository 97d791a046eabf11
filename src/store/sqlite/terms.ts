/** Terms in SQLite. */
import type { Term, TermStore } from '../terms.ts';
import type { Connection } from './connection.ts';
import { queueNotices } from './notices.ts';

/** A watched section of the term that the last look has shown, or that had no look yet. */
export const SEEN = `
  SELECT 1 FROM sections
  WHERE institution = ? AND watches > 0 AND term = ? AND failures = 0 AND missing_since IS NULL LIMIT 1`;

const SILENT = `
  INSERT INTO terms (institution, term, silent_since) VALUES (?1, ?2, ?3)
  ON CONFLICT (institution, term) DO UPDATE SET silent_since = iif(?4, ?3, coalesce(silent_since, ?3))
  RETURNING silent_since AS since`;

const OVER = `
  INSERT INTO terms (institution, term, over_at, cleared) VALUES (?1, ?2, ?3, 0)
  ON CONFLICT (institution, term) DO UPDATE
  SET over_at = coalesce(over_at, ?3), cleared = iif(over_at IS NULL, 0, cleared)`;

const sectionsIn = (institution: string, term: string): string => `${institution}/${term}/*`;

export class SqliteTerms implements TermStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async silent(institution: string, term: string, forMs: number): Promise<boolean> {
    const now = this.#connection.now();
    return this.#connection.transaction(() => {
      const seen = this.#connection.get(SEEN, institution, term) !== undefined;
      const { since } = this.#connection.get<{ since: number }>(SILENT, institution, term, now, Number(seen))!;
      return !seen && now - since >= forMs;
    });
  }

  async end(institution: string, term: string): Promise<number> {
    const now = this.#connection.now();
    const among = sectionsIn(institution, term);
    return this.#connection.transaction(() => {
      this.#connection.run(OVER, institution, term, now);
      queueNotices(this.#connection, among, 'term-over', now);
      // A trigger deletes the pending notifications of these watches.
      const ended = this.#connection.run('DELETE FROM watches WHERE about GLOB ?', among);
      this.#connection.run("DELETE FROM dead_letters WHERE kind = 'check' AND subject GLOB ?", among);
      this.#connection.run('DELETE FROM sections WHERE section GLOB ? AND state IS NULL', among);
      return ended;
    });
  }

  async reopen(institution: string, term: string): Promise<void> {
    this.#connection.run('DELETE FROM terms WHERE institution = ? AND term = ?', institution, term);
  }

  async over(institution: string): Promise<string[]> {
    return this.#terms(
      'SELECT institution, term FROM terms WHERE institution = ? AND over_at IS NOT NULL ORDER BY term',
      institution,
    ).map(({ term }) => term);
  }

  async watched(institution: string): Promise<string[]> {
    const terms = this.#terms(
      `SELECT DISTINCT s.institution, s.term FROM coverage v JOIN sections s ON s.section = v.section
       WHERE s.institution = ? ORDER BY s.term`,
      institution,
    );
    return terms.map(({ term }) => term);
  }

  async uncleared(): Promise<Term[]> {
    return this.#terms(
      'SELECT institution, term FROM terms WHERE over_at IS NOT NULL AND cleared = 0 ORDER BY institution, term',
    );
  }

  async sectionsOf({ institution, term }: Term, after: string, limit: number): Promise<string[]> {
    const rows = this.#connection.all<{ section: string }>(
      `SELECT section FROM sections
       WHERE section GLOB ? AND section > ? AND state IS NOT NULL ORDER BY section LIMIT ?`,
      sectionsIn(institution, term),
      after,
      limit,
    );
    return rows.map(({ section }) => section);
  }

  async markCleared({ institution, term }: Term): Promise<void> {
    this.#connection.run('UPDATE terms SET cleared = 1 WHERE institution = ? AND term = ?', institution, term);
  }

  #terms(sql: string, ...values: string[]): Term[] {
    return this.#connection.all<Term>(sql, ...values);
  }
}
