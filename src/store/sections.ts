/**
 * Sections: the section row is the job. It holds the last sure state, when the next look is due, who holds the lease,
 * and how many looks failed.
 */
import type { FailedAttempt } from './dead-letters.ts';
import type { KnownCourse, SectionsFound } from './found.ts';
import type { Change } from '../domain/change.ts';
import type { SectionState } from '../domain/section.ts';
import type { Course, SeenSeats, SubjectSize, Watched } from './watched.ts';

/** A section's row. Usually the caller holds a lease on it. */
export interface ClaimedSection {
  section: string;
  institution: string;
  term: string;
  classNumber: string;
  /** null until a sure look has shown it. */
  course: Course | null;
  /** Of the last sure state, never with status `unknown`; null: never surely seen. */
  state: SeenSeats | null;
  /** Published as `unknown` now. */
  unknown: boolean;
  /**
   * Milliseconds, by the store's clock, since an answer first lacked the section and no later look has shown it; null:
   * no answer lacked it.
   */
  missingForMs: number | null;
  /** Failed looks in a row; at most two of a section that nobody watches. */
  failures: number;
  /** It has a watch that is not paused, so it is scheduled and counts in a cycle. */
  watched: boolean;
  /** How many watches are not paused. */
  watches: number;
  /** When it was due, epoch ms; null: not scheduled. */
  dueAt: number | null;
  /** Milliseconds until it is due; 0: it is due now. Only for a section that is watched. */
  dueInMs: number;
  /** How many cycles were asked for (`makeDue`) since its row was made. */
  demand: number;
}

/** A section's row with its whole state. */
export interface KnownSection extends ClaimedSection {
  state: SectionState | null;
}

/** The result of one look at one section. */
export interface SectionCommit {
  section: string;
  /** The version that the look was compared with; 0: the row had no state. */
  expectedVersion: number;
  /** null: the stored state stays as it is. */
  state: SectionState | null;
  /** ISO instant of a sure look that showed the stored state again: only the time is written. `state` is null then. */
  checkedAt?: string;
  unknown: boolean;
  /** An answer lacked it, now or before. The store remembers since when, until a commit with `missing` false. */
  missing: boolean;
  failures: number;
  /**
   * Milliseconds until the next look. Applies only while the section is watched, and not if a cycle was asked for after
   * the claim: this look began too early for that one.
   */
  dueInMs: number;
  /** The demand of the claimed row; 0: there was no row. */
  demand: number;
  /**
   * The answer to another request showed the section. Its lease stays with its holder, and only the version guards the
   * row.
   */
  inPassing?: true;
  /** All changes belong to one version. */
  changes: Change[];
  /** Present if the look failed: which browser looked (absent: it is not known), and why it failed. */
  failure?: Omit<FailedAttempt, 'at'>;
  /** Records that this many looks in a row have failed. Written together with the row, or not at all. */
  deadLetter?: { error: string; attempts: number };
}

export interface CommitResult {
  /** The sections written, with the time of their next look (epoch ms; null: not scheduled). */
  committed: { section: string; nextCheckAt: number | null }[];
  /**
   * The sections of which nothing was written: another process holds the lease or wrote a newer version, or the store
   * rejected the values, which a dead letter records.
   */
  lost: string[];
  /** The changes written, in cursor order. */
  changes: { cursor: string; change: Change }[];
}

/** Whether it shows the section: not a failed look, nor one that could not tell. */
export function isSure({ state, checkedAt, unknown }: SectionCommit): boolean {
  return (state !== null || checkedAt !== undefined) && !unknown;
}

/** Whether the section becomes cancelled because answers lack it. */
export function isGone({ missing, state, expectedVersion }: SectionCommit): boolean {
  return missing && state?.status === 'cancelled' && state.version > expectedVersion;
}

export type ClaimWhat =
  /** Sections by key. Creates missing rows. */
  | { sections: string[] }
  /** All that these requests to the source show, watched or not. Creates no rows. */
  | { requests: SectionRequest[] };

/** One request to the source: a whole subject of a term, a course, or one section. */
export type SectionRequest = { term: string; subject: string } | { term: string; course: Course } | { section: string };

/** Milliseconds until the next look after a rejected commit. The invalid value may be `dueInMs` itself. */
export function putOffMs(dueInMs: number): number {
  return Number.isFinite(dueInMs) ? Math.max(dueInMs, PUT_OFF_MS) : PUT_OFF_MS;
}

const PUT_OFF_MS = 300_000;

/** A lease is renewed when less than this share of it is left. */
export const RENEWED_BELOW = 2 / 3;

/** Returns the bounds between which the names of all owners of a node are. */
export function ownersOf(node: string): [first: string, last: string] {
  return [`${node}:`, `${node}:\uffff`];
}

export interface SectionStore {
  /**
   * Leases sections without a lease, atomically: exactly one of several claimers gets a row. `owner` identifies one run
   * of a process: `<node>:<any name>`. Rejects with PMC_SECTION_KEY_INVALID.
   */
  claim(institution: string, what: ClaimWhat, owner: string, leaseMs: number): Promise<ClaimedSection[]>;
  /**
   * Renews the leases of `owner` that have not lapsed and have less than two thirds of `leaseMs` left, because most
   * work is done before its lease must be written again. Call it at least three times per lease. Returns how many it
   * renewed.
   */
  renew(owner: string, leaseMs: number): Promise<number>;
  /**
   * Returns sections without a look, due again after `dueInMs` (0: their due time stays). Deletes rows that were never
   * seen and are not watched.
   */
  release(owner: string, sections: string[], dueInMs: number): Promise<void>;
  /** Returns all sections that `owner` has leased, with unchanged due times, also of claims whose reply got lost. */
  releaseAll(owner: string): Promise<void>;
  /** Returns all sections that any owner of the node has leased, with unchanged due times: the node is gone. */
  releaseNode(node: string): Promise<void>;
  /**
   * Writes the results of looks and ends the leases. Each section is written completely or not at all, its changes
   * together with its state. A row is written when `owner` holds its lease (or `inPassing` is set) and its version is
   * the expected one, or when there is no row, the expected version is 0 and there is a state. A section becomes
   * `cancelled` for being missing only if no other look has shown it since it was claimed. When a section gets its
   * first state, its watches become verified. No section may occur twice.
   */
  commit(owner: string, commits: SectionCommit[]): Promise<CommitResult>;
  /**
   * Removes a section that was never seen and that the source does not list, with its watches, and queues a `not-found`
   * notice for each watch. Does nothing when the section has a state or `owner` does not hold its lease. Returns how
   * many watches ended.
   */
  forget(owner: string, section: string): Promise<number>;
  /** The existing rows of these sections, without leasing them. */
  known(sections: string[]): Promise<KnownSection[]>;
  /** The public state, with status `unknown` if it is unknown now; undefined: never surely seen. */
  state(section: string): Promise<SectionState | undefined>;
  states(sections: string[]): Promise<SectionState[]>;
  /** Public states in key order after `after`, to publish them all again. Skips terms that are over. */
  page(after: string | null, limit: number): Promise<SectionState[]>;
  /**
   * Finds sections by course, class number, title words and instructors (see `domain/search.ts`), in one term or in all
   * (null). `texts` are spellings of the same search, the likeliest first. The exact class number comes first, then the
   * exact course, then by course.
   */
  search(institution: string, term: string | null, texts: string[], limit: number): Promise<SectionsFound>;
  /** The courses of a term of which a section was ever seen, by key. */
  courses(institution: string, term: string): Promise<KnownCourse[]>;
  /** Makes every watched section of the institution due now. Returns how many there are. */
  makeDue(institution: string): Promise<number>;
  countWatched(institution: string): Promise<number>;
  /** How many watches of each section are not paused. Leaves out sections without a row. */
  watchers(sections: string[]): Promise<{ section: string; watchers: number }[]>;
  /**
   * The watched sections (`since` null), or what became of those touched since the mark of an earlier answer. A touch
   * is a commit, a failed or missing look, a new due time, and a watch that starts, is verified, pauses, resumes or
   * ends, but not a lease. No touch is ever left out. One may be told twice.
   *
   * A mark holds for one run of the process. A shared store orders touches by its server's clock and reads a few
   * seconds again, so it may leave one out if that clock is set back by more: read everything again now and then.
   */
  watched(institution: string, since: string | null): Promise<Watched>;
  /** How many sections of each subject were ever seen. */
  knownPerSubject(institution: string): Promise<SubjectSize[]>;
}
