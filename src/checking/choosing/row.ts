/** What the chooser knows of a watched section, and what it can ask for. Times are milliseconds of one steady clock. */
import type { Status } from '../../domain/section.ts';
import type { SectionRequest } from '../../store/sections.ts';
import type { Course } from '../../store/watched.ts';

/** A watched section. */
export interface Row {
  section: string;
  term: string;
  classNumber: string;
  /** null until a sure look has shown it. */
  course: Course | null;
  /** Watches that are not paused; 0: it is no longer watched. */
  watches: number;
  /** The last sure state; null: never surely seen. */
  seen: Seen | null;
  /** Failed looks in a row. */
  failures: number;
  /** An answer lacked the section, and no later look has shown it. */
  missing: boolean;
  /** When the store wants the next look. It counts for retries, and when it has passed. */
  dueAt: number;
}

export interface Seen {
  status: Status;
  /** Open seats; null: unlimited. */
  open: number | null;
  /** Students on the waitlist. */
  waiting: number;
  changedAt: number;
  lookedAt: number;
  /** When the look was, by the clock of the process that looked, epoch ms. Two looks differ in it. */
  checkedAt: number;
}

/** A request. The institution knows how to write it. */
export type Ask = SectionRequest;

/** Returns the name of a request, equal for equal requests. */
export function askKey(ask: Ask): string {
  if ('section' in ask) return ask.section;
  if ('subject' in ask) return `${ask.term} ${ask.subject}`;
  return `${ask.term} ${ask.course.subject} ${ask.course.catalogNumber}`;
}

/** Whether a row shows another look than the one that is known, or that it is no longer due. */
export function isNews(row: Row, known: Row | undefined, nowMs: number): boolean {
  if (known === undefined || (known.dueAt <= nowMs && row.dueAt > nowMs)) return true;
  return (
    known.seen?.checkedAt !== row.seen?.checkedAt || known.failures !== row.failures || known.missing !== row.missing
  );
}
