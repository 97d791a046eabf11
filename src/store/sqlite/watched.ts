/** Reads what a scheduler must know of the watched sections. */
import { sectionKeyOf } from '../../institutions/section-key.ts';
import type { SeenSeats, SubjectSize, Watched, WatchedSection } from '../watched.ts';
import { noLongerWatched } from '../watched.ts';
import type { Connection } from './connection.ts';

interface WatchedRow {
  section: string;
  term: string | null;
  class_number: string;
  subject: string | null;
  catalog_number: string | null;
  watches: number;
  seen: string | null;
  failures: number;
  missing_since: number | null;
  due_at: number;
}

// One call reads all fields, so the state is parsed once. The result is a tenth of it.
export const SEEN =
  "json_extract(state, '$.status', '$.seats', '$.waitlist', '$.changedAt', '$.checkedAt', '$.version')";

const COLUMNS = `s.term, s.class_number, s.subject, s.catalog_number, s.watches, ${SEEN} AS seen,
  s.failures, s.missing_since, s.due_at`;

export const ALL_WATCHED = `SELECT s.section, ${COLUMNS} FROM sections s WHERE institution = ? AND watches > 0`;

/** A section that was deleted after its last watch has only its touch. */
export const TOUCHED = `
  SELECT t.section, ${COLUMNS} FROM touches t LEFT JOIN sections s ON s.section = t.section
  WHERE t.number > ? AND t.section GLOB ? || '/*' ORDER BY t.number`;

const LAST_TOUCH = "SELECT seq FROM sqlite_sequence WHERE name = 'touches'";

export const PER_SUBJECT = `
  SELECT term, subject, count(*) AS sections FROM sections
  WHERE institution = ? AND subject IS NOT NULL GROUP BY term, subject ORDER BY term, subject`;

export function watchedSections(connection: Connection, institution: string, since: string | null): Watched {
  const now = connection.now();
  const mark = String(connection.get<{ seq: number }>(LAST_TOUCH)?.seq ?? 0);
  if (since === mark) return { sections: [], mark };
  const rows =
    since === null
      ? connection.all<WatchedRow>(ALL_WATCHED, institution)
      : connection.all<WatchedRow>(TOUCHED, Number(since), institution);
  return { sections: rows.map((row) => watchedSection(row, now)), mark };
}

export function subjectSizes(connection: Connection, institution: string): SubjectSize[] {
  return connection.all<SubjectSize>(PER_SUBJECT, institution);
}

function watchedSection(row: WatchedRow, now: number): WatchedSection {
  const { section, term, subject, catalog_number: catalogNumber, missing_since: missingSince } = row;
  if (term === null) return noLongerWatched(section, sectionKeyOf(section));
  return {
    section,
    term,
    classNumber: row.class_number,
    course: subject === null || catalogNumber === null ? null : { subject, catalogNumber },
    watches: row.watches,
    state: seenSeats(row.seen),
    failures: row.failures,
    missingForMs: missingSince === null ? null : Math.max(0, now - missingSince),
    dueInMs: Math.max(0, row.due_at - now),
  };
}

/** Reads the value of `SEEN`. */
export function seenSeats(text: string | null): SeenSeats | null {
  if (text === null) return null;
  const [status, seats, waitlist, changedAt, checkedAt, version] = JSON.parse(text) as [
    SeenSeats['status'],
    SeenSeats['seats'],
    SeenSeats['waitlist'],
    string,
    string,
    number,
  ];
  return { status, seats, waitlist, changedAt, checkedAt, version };
}
