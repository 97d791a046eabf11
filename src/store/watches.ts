/** Watches. Each belongs to one student and tells of one section, or of the sections of a course. */
import type { Conditions } from '../domain/conditions.ts';
import type { NewWatch, Watch, WatchTerms } from '../domain/watch.ts';

export interface WatchPatch extends Partial<WatchTerms> {
  /** Only for a watch of a course. */
  conditions?: Conditions;
  paused?: boolean;
  /** With `paused` true: when the pause ends by itself, epoch milliseconds; null or missing: it does not. */
  pausedUntil?: number | null;
}
export type AddedWatch = { outcome: 'added'; watch: Watch } | { outcome: 'duplicate' } | { outcome: 'limit' };

export interface UnverifiedCourse {
  course: string;
  userId: string;
}

export interface WatchStore {
  /**
   * Adds a watch and schedules what it covers. A watch of a section creates the section's row if needed. A watch of a
   * course covers the sections of the course that were seen and meet the conditions (see `coverageOf`), and `commit`
   * keeps that up: it also queues a notice for each watch of the course for which a new section is news (see
   * `isNewFor`). A section that was never seen is due now. One that was seen but not watched is due after `dueInMs`.
   * Otherwise its due time stays. `limit`: how many watches one student may have. The watch is verified if `verified`
   * is true or the section has been seen. Two watches of one student never have the same section, or the same course
   * and conditions. Rejects with PMC_NOT_SIGNED_IN if there is no such user.
   */
  add(userId: string, wish: NewWatch, verified: boolean, limit: number, dueInMs: number): Promise<AddedWatch>;
  list(userId: string): Promise<Watch[]>;
  /**
   * Resuming a section's only watch keeps the section's due time; if that has passed, the section is due now.
   * `duplicate`: the student has a watch of the same course with these conditions, and nothing is changed. undefined:
   * this student has no such watch.
   */
  update(userId: string, watchId: string, patch: WatchPatch): Promise<Watch | 'duplicate' | undefined>;
  /** Removes the watch and its notifications that were not sent. false: this student has no such watch. */
  remove(userId: string, watchId: string): Promise<boolean>;
  /** For links in mails, where the token identifies the owner. */
  find(watchId: string): Promise<{ watch: Watch; userId: string } | undefined>;
  /**
   * Courses with watches that are unverified, because nobody could look at the course, by key after `after`. `userId`:
   * one of their students.
   */
  unverifiedCourses(after: string, limit: number): Promise<UnverifiedCourse[]>;
  /**
   * Ends the watches of a course that the source does not list, and queues a `not-found` notice for each. Does nothing
   * when a section of it has been seen. Returns how many watches ended.
   */
  endUnverified(course: string): Promise<number>;
  /** Ends the pauses whose time is over. Returns how many. */
  resume(): Promise<number>;
}
