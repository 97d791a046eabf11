/** Sections in SQLite. */
import type { SectionState } from '../../domain/section.ts';
import type {
  ClaimedSection,
  KnownSection,
  ClaimWhat,
  CommitResult,
  SectionCommit,
  SectionStore,
} from '../sections.ts';
import { ownersOf, RENEWED_BELOW } from '../sections.ts';
import type { KnownCourse, SectionsFound } from '../found.ts';
import type { SubjectSize, Watched } from '../watched.ts';
import type { Connection } from './connection.ts';
import { queueNotices } from './notices.ts';
import { claimSections, knownSections } from './section-claim.ts';
import { commitSections } from './section-commit.ts';
import type { PublicRow } from './section-row.ts';
import { publicState } from './section-row.ts';
import { knownCourses, searchSections } from './section-search.ts';
import { subjectSizes, watchedSections } from './watched.ts';

export const RENEW =
  'UPDATE sections SET lease_until = ? WHERE lease_owner = ? AND lease_until > ? AND lease_until < ?';

/** States of sections whose term is not over. */
export const PAGE = `
  SELECT state, unknown FROM sections s WHERE section > ? AND state IS NOT NULL
    AND NOT EXISTS (
      SELECT 1 FROM terms t WHERE t.institution = s.institution AND t.term = s.term AND t.over_at IS NOT NULL
    )
  ORDER BY section LIMIT ?`;

export class SqliteSections implements SectionStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async claim(institution: string, what: ClaimWhat, owner: string, leaseMs: number): Promise<ClaimedSection[]> {
    const now = this.#connection.now();
    return claimSections(this.#connection, institution, what, owner, now, now + leaseMs);
  }

  async renew(owner: string, leaseMs: number): Promise<number> {
    const now = this.#connection.now();
    return this.#connection.run(RENEW, now + leaseMs, owner, now, Math.floor(now + RENEWED_BELOW * leaseMs));
  }

  async release(owner: string, sections: string[], dueInMs: number): Promise<void> {
    const keys = JSON.stringify(sections);
    this.#connection.transaction(() => {
      this.#connection.run(
        `UPDATE sections SET lease_owner = NULL, lease_until = 0, due_at = coalesce(?, due_at)
         WHERE section IN (SELECT value FROM json_each(?)) AND lease_owner = ?`,
        dueInMs === 0 ? null : this.#connection.now() + dueInMs,
        keys,
        owner,
      );
      this.#connection.run(
        `DELETE FROM sections WHERE section IN (SELECT value FROM json_each(?))
           AND lease_owner IS NULL AND state IS NULL
         AND NOT EXISTS (SELECT 1 FROM coverage v WHERE v.section = sections.section)`,
        keys,
      );
    });
  }

  async releaseAll(owner: string): Promise<void> {
    const held = this.#connection.all<{ section: string }>('SELECT section FROM sections WHERE lease_owner = ?', owner);
    await this.release(
      owner,
      held.map(({ section }) => section),
      0,
    );
  }

  async releaseNode(node: string): Promise<void> {
    const owners = this.#connection.all<{ owner: string }>(
      'SELECT DISTINCT lease_owner AS owner FROM sections WHERE lease_owner BETWEEN ? AND ?',
      ...ownersOf(node),
    );
    for (const { owner } of owners) await this.releaseAll(owner);
  }

  async commit(owner: string, commits: SectionCommit[]): Promise<CommitResult> {
    return commitSections(this.#connection, owner, commits, this.#connection.now());
  }

  async forget(owner: string, section: string): Promise<number> {
    const now = this.#connection.now();
    return this.#connection.transaction(() => {
      const held = this.#connection.get(
        'SELECT 1 FROM sections WHERE section = ? AND lease_owner = ? AND lease_until > ? AND state IS NULL',
        section,
        owner,
        now,
      );
      if (held === undefined) return 0;
      queueNotices(this.#connection, section, 'not-found', now);
      const ended = this.#connection.run('DELETE FROM watches WHERE section = ?', section);
      this.#connection.run("DELETE FROM dead_letters WHERE kind = 'check' AND subject = ?", section);
      this.#connection.run('DELETE FROM sections WHERE section = ?', section);
      return ended;
    });
  }

  async known(sections: string[]): Promise<KnownSection[]> {
    return knownSections(this.#connection, sections, this.#connection.now());
  }

  async state(section: string): Promise<SectionState | undefined> {
    return (await this.states([section]))[0];
  }

  async states(sections: string[]): Promise<SectionState[]> {
    return this.#public(
      'SELECT state, unknown FROM sections WHERE section IN (SELECT value FROM json_each(?)) AND state IS NOT NULL',
      JSON.stringify(sections),
    );
  }

  async page(after: string | null, limit: number): Promise<SectionState[]> {
    return this.#public(PAGE, after ?? '', limit);
  }

  async search(institution: string, term: string | null, texts: string[], limit: number): Promise<SectionsFound> {
    return searchSections(this.#connection, institution, term, texts, limit);
  }

  async courses(institution: string, term: string): Promise<KnownCourse[]> {
    return knownCourses(this.#connection, institution, term);
  }

  async makeDue(institution: string): Promise<number> {
    return this.#connection.run(
      'UPDATE sections SET due_at = min(due_at, ?), demand = demand + 1 WHERE institution = ? AND watches > 0',
      this.#connection.now(),
      institution,
    );
  }

  async countWatched(institution: string): Promise<number> {
    return this.#connection.get<{ count: number }>(
      'SELECT count(*) AS count FROM sections WHERE institution = ? AND watches > 0',
      institution,
    )!.count;
  }

  async watchers(sections: string[]): Promise<{ section: string; watchers: number }[]> {
    return this.#connection.all(
      'SELECT section, watches AS watchers FROM sections WHERE section IN (SELECT value FROM json_each(?))',
      JSON.stringify(sections),
    );
  }

  async watched(institution: string, since: string | null): Promise<Watched> {
    return watchedSections(this.#connection, institution, since);
  }

  async knownPerSubject(institution: string): Promise<SubjectSize[]> {
    return subjectSizes(this.#connection, institution);
  }

  #public(sql: string, ...values: (string | number | null)[]): SectionState[] {
    return this.#connection.all<PublicRow>(sql, ...values).map(publicState);
  }
}
