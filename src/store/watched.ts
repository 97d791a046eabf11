/** What a scheduler must know of the watched sections. It is small, so all of it can be kept in memory. */
import type { SectionState } from '../domain/section.ts';

export interface Course {
  subject: string;
  catalogNumber: string;
}

/** What a look shows that decides when the next one is worth a request. */
export type SeenSeats = Pick<SectionState, 'status' | 'seats' | 'waitlist' | 'changedAt' | 'checkedAt' | 'version'>;

export interface WatchedSection {
  section: string;
  term: string;
  classNumber: string;
  /** null until a sure look has shown it. */
  course: Course | null;
  /** How many watches are not paused; 0: it is no longer watched, and the rest may be empty. */
  watches: number;
  /** Of the last sure state; null: never surely seen. */
  state: SeenSeats | null;
  /** Failed looks in a row. */
  failures: number;
  /** Milliseconds since an answer first lacked it; null: the last answer listed it. */
  missingForMs: number | null;
  /** Milliseconds until it is due; 0: it is due now. */
  dueInMs: number;
}

/** `mark`: pass it to the next call to get only what was touched since. */
export interface Watched {
  sections: WatchedSection[];
  mark: string;
}

export interface SubjectSize {
  term: string;
  subject: string;
  sections: number;
}

/** A section that has no row any more. */
export function noLongerWatched(section: string, { term, classNumber }: Pick<WatchedSection, 'term' | 'classNumber'>) {
  return {
    section,
    term,
    classNumber,
    course: null,
    watches: 0,
    state: null,
    failures: 0,
    missingForMs: null,
    dueInMs: 0,
  } satisfies WatchedSection;
}
