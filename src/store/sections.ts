/**
 * Sections: the section row is the job. It carries its last sure state, when it is due, who holds it and how it failed.
 */
import type { Change } from '../domain/change.ts';
import type { ChannelName } from '../domain/notification.ts';
import type { SectionState } from '../domain/section.ts';

export interface Course {
  subject: string;
  catalogNumber: string;
}

/** A section's row, in most cases with a lease on it. */
export interface ClaimedSection {
  section: string;
  institution: string;
  term: string;
  classNumber: string;
  /** null until a sure look has shown it. */
  course: Course | null;
  /** The last sure state, never with status `unknown`; null: never surely seen. */
  state: SectionState | null;
  /** Published as `unknown` at present. */
  unknown: boolean;
  /**
   * For how long by the store's clock, in milliseconds, no look has shown it and an answer has lacked it; null: no
   * answer has.
   */
  missingForMs: number | null;
  /** Failed looks in a row. */
  failures: number;
  /** Has a watch that is not paused: it is scheduled and counts in a cycle. */
  watched: boolean;
  /** When it was due, epoch ms; null: not scheduled. */
  dueAt: number | null;
}

/** What one look settled for one section. */
export interface SectionCommit {
  section: string;
  /** The version the observation was compared with; 0: the row had no state. */
  expectedVersion: number;
  /** null: nothing was surely seen, the stored state stays as it is. */
  state: SectionState | null;
  unknown: boolean;
  /** An answer lacked it, now or before: the store remembers since when, until a commit says otherwise. */
  missing: boolean;
  failures: number;
  /** The next look, from now; applied only while the section is watched. */
  dueInMs: number;
  /**
   * An answer to another question showed it: whoever holds its lease keeps it, and the version alone guards the row.
   */
  inPassing?: true;
  /** All of one version. */
  changes: Change[];
  /** The record that this many looks in a row have failed: written with the row, or not at all. */
  deadLetter?: { error: string; attempts: number };
}

export interface CommitResult {
  /** Sections written, with the instant of their next look (epoch ms, null: not scheduled). */
  committed: { section: string; nextCheckAt: number | null }[];
  /**
   * Lost to another holder or version, or such that the store does not take them, which a dead letter says: nothing of
   * these was written.
   */
  lost: string[];
  /** The changes written, in cursor order. */
  changes: { cursor: string; change: Change }[];
}

/**
 * Which of `of` equal parts, counted from 0. Who finds little left takes of that again: nothing waits for one that does
 * not come.
 */
export interface Share {
  part: number;
  of: number;
}

/** All there is. */
export const WHOLE: Share = { part: 0, of: 1 };

/** The share of `items`, one at least if there are any. */
export function shareOf<Item>(items: readonly Item[], { part, of }: Share): Item[] {
  const size = Math.ceil(items.length / of);
  const start = items.length === 0 ? 0 : (part * size) % items.length;
  return items.slice(start, start + size);
}

/** It becomes cancelled because answers lack it. */
export function isGone({ missing, state, expectedVersion }: SectionCommit): boolean {
  return missing && state?.status === 'cancelled' && state.version > expectedVersion;
}

export type ClaimWhat =
  /**
   * The free sections of every course of which a free watched section is due, watched or not, the most overdue courses
   * first; a section without a course by itself. When one is due, those that will be within `aheadMs` go with it,
   * unless their last look failed: they are to wait. `limit` counts sections, but the last course is not split. Of all
   * these courses only a share is taken, for other processes want some too.
   */
  | { due: true; limit: number; aheadMs: number; share: Share }
  /**
   * Of what is due, what cannot wait: never seen, or seen last by a look that failed or lacked the section, or changed
   * within `hotMs`; and what somebody had leased and let the lease lapse, a process that died. With the rest of their
   * courses.
   */
  | { urgent: true; limit: number; hotMs: number; share: Share }
  /** Of what is urgent only that: what a process that died has left. */
  | { abandoned: true; limit: number; share: Share }
  /** All known sections of one course. */
  | { term: string; course: Course }
  /** Sections by key; a row is made for one that has none. */
  | { sections: string[] };

/** When to look again after a commit that the store did not take: what is wrong may be the very pause it asks for. */
export function putOffMs(dueInMs: number): number {
  return Number.isFinite(dueInMs) ? Math.max(dueInMs, PUT_OFF_MS) : PUT_OFF_MS;
}

const PUT_OFF_MS = 300_000;

/** Of a lease: with less left it is renewed. */
export const RENEWED_BELOW = 2 / 3;

export interface SectionStore {
  /**
   * Takes the lease of what nobody holds, atomically: of rivals for a row exactly one gets it. `owner` is unique to a
   * run of a process.
   */
  claim(institution: string, what: ClaimWhat, owner: string, leaseMs: number): Promise<ClaimedSection[]>;
  /**
   * Prolongs the leases of `owner` that have not lapsed and have less than two thirds of `leaseMs` left: most work is
   * done before its lease must be written again. To be called at least three times in a lease. Returns how many.
   */
  renew(owner: string, leaseMs: number): Promise<number>;
  /**
   * Gives sections back unlooked-at, due again after `dueInMs` (0: they stay due as they were). A row that was never
   * seen nor watched goes.
   */
  release(owner: string, sections: string[], dueInMs: number): Promise<void>;
  /** Gives back all that `owner` has leased, as due as it was: of claims, too, whose answer never came. */
  releaseAll(owner: string): Promise<void>;
  /**
   * Writes what looks settled and ends their leases, each section all or nothing, changes with states. A row is written
   * when `owner` holds its unlapsed lease (or it was seen in passing) and its version is the expected one, or when
   * there is no row, the expected version is 0 and there is a state. A section becomes `cancelled` because it is
   * missing only if nobody has seen it since it was claimed. The watches of a section that gets its first state become
   * verified. No section twice.
   */
  commit(owner: string, commits: SectionCommit[]): Promise<CommitResult>;
  /**
   * Removes a section that nobody has ever seen and the source does not list, with its watches, and queues a
   * `not-found` notice for each of them. Does nothing when the section has a state, or when `owner` does not hold its
   * unlapsed lease. Returns how many watches ended.
   */
  forget(owner: string, section: string, channels: ChannelName[]): Promise<number>;
  /** The rows of those that there are, with no lease on them. */
  known(sections: string[]): Promise<ClaimedSection[]>;
  /** The public state (status `unknown` when it is unknown now); undefined: never surely seen. */
  state(section: string): Promise<SectionState | undefined>;
  states(sections: string[]): Promise<SectionState[]>;
  /** Public states in key order after `after`, for publishing them all again: not those of terms that are over. */
  page(after: string | null, limit: number): Promise<SectionState[]>;
  /** Subject, course, title words or class number; upper and lower case alike. */
  search(institution: string, term: string | null, text: string, limit: number): Promise<SectionState[]>;
  /** Makes every watched section of the institution due now. Returns how many are watched. */
  makeDue(institution: string): Promise<number>;
  /**
   * Brings what is due further ahead than possible to the longest pause from now: `calmMs` for a section that is open
   * or cancelled, `ordinaryMs` for others. Returns how many there were.
   */
  pullIn(institution: string, ordinaryMs: number, calmMs: number): Promise<number>;
  /**
   * Milliseconds until the next watched section can be claimed: due and leased by nobody (0: one can); null: none is
   * watched.
   */
  nextDueInMs(institution: string): Promise<number | null>;
  countWatched(institution: string): Promise<number>;
}
