/** Watches in SQLite. */
import { randomUUID } from 'node:crypto';
import { storeError } from '../errors.ts';
import type { NewWatch, Watch, WatchTerms } from '../../domain/watch.ts';
import { aboutOf, coverageOf } from '../../domain/watch.ts';
import type { AddedWatch, UnverifiedCourse, WatchPatch, WatchStore } from '../watches.ts';
import { latestChange } from './changes.ts';
import type { Connection } from './connection.ts';
import { cover, knownSections } from './coverage.ts';
import { queueNotices } from './notices.ts';
import { addSection } from './section-row.ts';
import { findWatch, watchesOf } from './watch-row.ts';

const INSERT = `
  INSERT INTO watches (id, user_id, section, course, conditions, about, verified, created_at, after_cursor,
    kinds, min_seats, reserved_group, channels, remind)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, max(?7, coalesce((SELECT state IS NOT NULL FROM sections WHERE section = ?3), 0)),
    ?8, ?9, ?10, ?11, ?12, ?13, ?14)`;

// A resumed watch skips the changes made during its pause. A trigger deletes pending notifications it no longer wants.
const UPDATE = `
  UPDATE watches SET kinds = ?2, min_seats = ?3, reserved_group = ?4, channels = ?5, remind = ?6, conditions = ?7,
    about = ?8, after_cursor = iif(paused = 1 AND ?9 = 0, ?11, after_cursor), paused = ?9, paused_until = ?10,
    held = coalesce(?12, held)
  WHERE id = ?1`;

const RESUME = `
  UPDATE watches SET paused = 0, paused_until = NULL, after_cursor = ? WHERE paused_until <= ? AND held = 0`;

export const UNVERIFIED = `
  SELECT course, min(user_id) AS userId FROM watches INDEXED BY watches_unverified
  WHERE verified = 0 AND course > ? GROUP BY course ORDER BY course LIMIT ?`;

export class SqliteWatches implements WatchStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async add(userId: string, wish: NewWatch, verified: boolean, limit: number, dueInMs: number): Promise<AddedWatch> {
    const now = this.#connection.now();
    return this.#connection.transaction(() => {
      const about = aboutOf(wish);
      const refusal = this.#refusal(userId, about, limit);
      if (refusal !== undefined) return { outcome: refusal };
      const { section, course, conditions } = wish;
      if (section !== undefined) addSection(this.#connection, section, now);
      const coverage =
        section === undefined
          ? coverageOf(conditions ?? {}, knownSections(this.#connection, course!))
          : { sections: [section], tells: true };
      // A section that is seen and scheduled keeps its due time. One that is only seen can wait. Any other is due now.
      this.#connection.run(
        `UPDATE sections SET due_at = iif(state IS NULL, ?, ?)
         WHERE section IN (SELECT value FROM json_each(?)) AND (state IS NULL OR watches = 0)`,
        now,
        now + dueInMs,
        JSON.stringify(coverage.sections),
      );
      const id = randomUUID();
      this.#connection.run(
        INSERT,
        id,
        userId,
        section ?? null,
        course ?? null,
        jsonOf(conditions),
        about,
        Number(verified || (section === undefined && coverage.sections.length > 0)),
        now,
        latestChange(this.#connection),
        ...termsOf(wish),
      );
      cover(this.#connection, id, coverage);
      return { outcome: 'added', watch: findWatch(this.#connection, id)!.watch };
    });
  }

  async list(userId: string): Promise<Watch[]> {
    return watchesOf(this.#connection, userId);
  }

  async update(userId: string, watchId: string, patch: WatchPatch): Promise<Watch | 'duplicate' | undefined> {
    const connection = this.#connection;
    return connection.transaction(() => {
      const found = findWatch(connection, watchId);
      if (found?.userId !== userId) return undefined;
      const before = found.watch;
      const after = { ...before, ...patch };
      const about = aboutOf(after);
      const same = connection.get(
        'SELECT 1 FROM watches WHERE user_id = ? AND about = ? AND id <> ?',
        userId,
        about,
        watchId,
      );
      if (same !== undefined) return 'duplicate';
      const { paused, held } = this.#pauseOf(userId, before, patch);
      connection.run(
        UPDATE,
        watchId,
        ...termsOf(after),
        jsonOf(after.conditions),
        about,
        Number(paused),
        pausedUntil(before, patch),
        latestChange(connection),
        held,
      );
      if (patch.conditions !== undefined && before.course !== undefined) {
        cover(connection, watchId, coverageOf(patch.conditions, knownSections(connection, before.course)));
        connection.run(
          `DELETE FROM notifications
             WHERE watch_id = ?1 AND (notice IS NULL OR notice = 'new-section') AND status <> 'sent'
             AND section NOT IN (SELECT section FROM coverage WHERE watch_id = ?1 AND tells = 1)`,
          watchId,
        );
      }
      return findWatch(connection, watchId)!.watch;
    });
  }

  async remove(userId: string, watchId: string): Promise<boolean> {
    return this.#connection.run('DELETE FROM watches WHERE id = ? AND user_id = ?', watchId, userId) === 1;
  }

  async find(watchId: string): Promise<{ watch: Watch; userId: string } | undefined> {
    return findWatch(this.#connection, watchId);
  }

  async unverifiedCourses(after: string, limit: number): Promise<UnverifiedCourse[]> {
    return this.#connection.all<UnverifiedCourse>(UNVERIFIED, after, limit);
  }

  async endUnverified(course: string): Promise<number> {
    const now = this.#connection.now();
    return this.#connection.transaction(() => {
      if (knownSections(this.#connection, course).length > 0) return 0;
      // The second pattern is for watches with conditions.
      for (const about of [course, `${course} *`]) queueNotices(this.#connection, about, 'not-found', now);
      return this.#connection.run('DELETE FROM watches WHERE course = ?', course);
    });
  }

  async resume(): Promise<number> {
    return this.#connection.run(RESUME, latestChange(this.#connection), this.#connection.now());
  }

  /** A watch of a suspended student stays paused. `held`: it goes on when the student is restored; null: as before. */
  #pauseOf(userId: string, before: Watch, patch: WatchPatch): { paused: boolean; held: number | null } {
    const { paused, pausedUntil: until = null } = patch;
    if (paused === undefined) return { paused: before.paused, held: null };
    const suspended =
      this.#connection.get('SELECT 1 FROM users WHERE id = ? AND suspended_at IS NOT NULL', userId) !== undefined;
    return { paused: paused || suspended, held: Number(suspended && (!paused || until !== null)) };
  }

  #refusal(userId: string, about: string, limit: number): 'duplicate' | 'limit' | undefined {
    const known = this.#connection.get('SELECT 1 FROM users WHERE id = ? AND suspended_at IS NULL', userId);
    if (known === undefined) throw storeError('PMC_NOT_SIGNED_IN', {});
    const { count, duplicate } = this.#connection.get<{ count: number; duplicate: number | null }>(
      'SELECT count(*) AS count, max(about = ?) AS duplicate FROM watches WHERE user_id = ?',
      about,
      userId,
    )!;
    if (duplicate === 1) return 'duplicate';
    return count >= limit ? 'limit' : undefined;
  }
}

/** The columns that say how a watch tells, in the order of the statements. */
function termsOf({ kinds, minSeats, reservedGroup, channels, remind }: WatchTerms): (string | number | null)[] {
  return [JSON.stringify(kinds), minSeats, reservedGroup, jsonOf(channels), remind];
}

function pausedUntil(before: Watch, { paused, pausedUntil: until = null }: WatchPatch): number | null {
  if (paused === undefined) return before.pausedUntil === null ? null : Date.parse(before.pausedUntil);
  return paused ? until : null;
}

function jsonOf(value: object | null | undefined): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
