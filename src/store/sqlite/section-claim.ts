/** Claims sections: one query reads the requested sections without a lease, and one write takes the leases. */
import type { SectionState } from '../../domain/section.ts';
import type { ClaimedSection, ClaimWhat, KnownSection, SectionRequest } from '../sections.ts';
import type { Course } from '../watched.ts';
import type { Connection } from './connection.ts';
import { addSection } from './section-row.ts';
import { SEEN, seenSeats } from './watched.ts';

interface Row {
  section: string;
  institution: string;
  term: string;
  class_number: string;
  course: string;
  subject: string | null;
  catalog_number: string | null;
  unknown: number;
  missing_since: number | null;
  failures: number;
  watches: number;
  due_at: number;
  demand: number;
}

type ClaimRow = Row & { seen: string | null };
type KnownRow = Row & { state: string | null };

const FIELDS = `s.section, s.institution, s.term, s.class_number, s.course, s.subject, s.catalog_number,
  s.unknown, s.missing_since, s.failures, s.watches, s.due_at, s.demand`;
const COLUMNS = `${FIELDS}, ${SEEN} AS seen`;

export const COURSE = `
  SELECT ${COLUMNS} FROM sections s
  WHERE institution = ?1 AND course = ?3 AND lease_until <= ?2 ORDER BY section`;

// The plus keeps the planner from scanning the whole institution.
export const KEYS = `
  SELECT ${COLUMNS} FROM sections s
  WHERE section IN (SELECT value FROM json_each(?3)) AND +institution = ?1 AND lease_until <= ?2 ORDER BY section`;

/** The sections of a subject, by the start of their course. `0` is the character after the slash. */
export const SUBJECT = `
  SELECT ${COLUMNS} FROM sections s
  WHERE institution = ?1 AND course > ?3 || '/' AND course < ?3 || '0' AND lease_until <= ?2 ORDER BY section`;

export const ONE = `SELECT ${COLUMNS} FROM sections s WHERE section = ?3 AND +institution = ?1 AND lease_until <= ?2`;

export const KNOWN = `SELECT ${FIELDS}, s.state FROM sections s WHERE section IN (SELECT value FROM json_each(?))`;

export const TAKE =
  'UPDATE sections SET lease_owner = ?, lease_until = ? WHERE section IN (SELECT value FROM json_each(?))';

/** Leases sections to `owner` until `leaseUntil` and returns them. Throws PMC_SECTION_KEY_INVALID. */
export function claimSections(
  connection: Connection,
  institution: string,
  what: ClaimWhat,
  owner: string,
  now: number,
  leaseUntil: number,
): ClaimedSection[] {
  return connection.transaction(() => {
    const rows = freeRows(connection, institution, what, now);
    connection.run(TAKE, owner, leaseUntil, JSON.stringify(rows.map(({ section }) => section)));
    return rows.map((row) => ({ ...rowOf(row, now), state: seenSeats(row.seen) }));
  });
}

/** The rows as they are, leased or not. */
export function knownSections(connection: Connection, sections: readonly string[], now: number): KnownSection[] {
  return connection
    .all<KnownRow>(KNOWN, JSON.stringify(sections))
    .map((row) => ({ ...rowOf(row, now), state: row.state === null ? null : (JSON.parse(row.state) as SectionState) }));
}

function freeRows(connection: Connection, institution: string, what: ClaimWhat, now: number): ClaimRow[] {
  if ('requests' in what) {
    const rows = what.requests.flatMap((request) => rowsOf(connection, institution, request, now));
    return [...new Map(rows.map((row) => [row.section, row])).values()];
  }
  for (const section of what.sections) addSection(connection, section, now);
  return connection.all<ClaimRow>(KEYS, institution, now, JSON.stringify(what.sections));
}

/** The free rows of one request, in the order of their keys. */
function rowsOf(connection: Connection, institution: string, request: SectionRequest, now: number): ClaimRow[] {
  if ('section' in request) return connection.all<ClaimRow>(ONE, institution, now, request.section);
  return 'subject' in request
    ? connection.all<ClaimRow>(SUBJECT, institution, now, `${request.term}/${request.subject}`)
    : connection.all<ClaimRow>(COURSE, institution, now, courseOf(request.term, request.course));
}

const courseOf = (term: string, { subject, catalogNumber }: Course): string => `${term}/${subject}/${catalogNumber}`;

function rowOf(row: Row, now: number): Omit<ClaimedSection, 'state'> {
  const { subject, catalog_number: catalogNumber, missing_since: missingSince } = row;
  return {
    section: row.section,
    institution: row.institution,
    term: row.term,
    classNumber: row.class_number,
    course: subject === null || catalogNumber === null ? null : { subject, catalogNumber },
    unknown: row.unknown === 1,
    missingForMs: missingSince === null ? null : Math.max(0, now - missingSince),
    failures: row.failures,
    watched: row.watches > 0,
    watches: row.watches,
    dueAt: row.watches > 0 ? row.due_at : null,
    dueInMs: Math.max(0, row.due_at - now),
    demand: row.demand,
  };
}
