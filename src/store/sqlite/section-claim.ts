/** Claims sections: one query reads the requested sections without a lease, and one write takes the leases. */
import { LOOKS_UNTIL_UNKNOWN } from '../../domain/cadence.ts';
import type { SectionState } from '../../domain/section.ts';
import type { ClaimedSection, ClaimWhat, SectionRequest, Share } from '../sections.ts';
import type { Course } from '../watched.ts';
import { shareOf } from '../sections.ts';
import type { Connection } from './connection.ts';
import { addSection } from './section-row.ts';

interface ClaimRow {
  section: string;
  institution: string;
  term: string;
  class_number: string;
  course: string;
  subject: string | null;
  catalog_number: string | null;
  state: string | null;
  unknown: number;
  missing_since: number | null;
  failures: number;
  watches: number;
  due_at: number;
}

const COLUMNS = `s.section, s.institution, s.term, s.class_number, s.course, s.subject, s.catalog_number,
  s.state, s.unknown, s.missing_since, s.failures, s.watches, s.due_at`;

// Every course has at least one section, so a limit on sections is enough as a limit on courses.
const dueCourses = (besides: string): string => `
  WITH due AS MATERIALIZED (
    SELECT course, min(due_at) AS since FROM sections
    WHERE institution = ?1 AND watches > 0 AND claimable_at <= ?4 AND lease_until <= ?2
      AND (claimable_at <= ?2 OR failures = 0)
      AND EXISTS (SELECT 1 FROM sections WHERE institution = ?1 AND watches > 0 AND claimable_at <= ?2)
      AND ${besides}
    GROUP BY course ORDER BY since, course LIMIT ?3
  )
  SELECT ${COLUMNS} FROM due CROSS JOIN sections s ON s.institution = ?1 AND s.course = due.course
  WHERE s.lease_until <= ?2 ORDER BY due.since, due.course, s.section`;

export const DUE = dueCourses('TRUE');

export const ABANDONED = dueCourses('lease_owner IS NOT NULL');

/** The urgent ones by the rules of `urgencyOf`, and those that a dead process had leased. */
export const URGENT = dueCourses(`(
  lease_owner IS NOT NULL OR (version = 0 AND failures < ?5) OR (failures > 0 AND failures < ?5)
  OR (missing_since IS NOT NULL AND state ->> '$.status' <> 'cancelled')
  OR (version > 1 AND state ->> '$.changedAt' > ?6)
)`);

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

export const KNOWN = `SELECT ${COLUMNS} FROM sections s WHERE section IN (SELECT value FROM json_each(?))`;

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
    return rows.map((row) => claimed(row, now));
  });
}

/** The rows as they are, leased or not. */
export function knownSections(connection: Connection, sections: readonly string[], now: number): ClaimedSection[] {
  return connection.all<ClaimRow>(KNOWN, JSON.stringify(sections)).map((row) => claimed(row, now));
}

function freeRows(connection: Connection, institution: string, what: ClaimWhat, now: number): ClaimRow[] {
  if ('due' in what)
    return wholeCourses(connection.all<ClaimRow>(DUE, institution, now, what.limit, now + what.aheadMs), what);
  if ('urgent' in what) {
    const hotSince = new Date(now - what.hotMs).toISOString();
    return wholeCourses(
      connection.all<ClaimRow>(URGENT, institution, now, what.limit, now, LOOKS_UNTIL_UNKNOWN, hotSince),
      what,
    );
  }
  if ('abandoned' in what)
    return wholeCourses(connection.all<ClaimRow>(ABANDONED, institution, now, what.limit, now), what);
  if ('course' in what) return rowsOf(connection, institution, what, now);
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

/**
 * The first courses of the share that together have `limit` sections. The last course is not split, so there may be
 * more.
 */
function wholeCourses(rows: ClaimRow[], { limit, share }: { limit: number; share: Share }): ClaimRow[] {
  const courses = new Map<string, ClaimRow[]>();
  for (const row of rows) courses.set(row.course, [...(courses.get(row.course) ?? []), row]);
  const taken: ClaimRow[] = [];
  for (const ofCourse of shareOf([...courses.values()], share)) {
    if (taken.length >= limit) break;
    taken.push(...ofCourse);
  }
  return taken;
}

function claimed(row: ClaimRow, now: number): ClaimedSection {
  const { subject, catalog_number: catalogNumber, missing_since: missingSince } = row;
  return {
    section: row.section,
    institution: row.institution,
    term: row.term,
    classNumber: row.class_number,
    course: subject === null || catalogNumber === null ? null : { subject, catalogNumber },
    state: row.state === null ? null : (JSON.parse(row.state) as SectionState),
    unknown: row.unknown === 1,
    missingForMs: missingSince === null ? null : Math.max(0, now - missingSince),
    failures: row.failures,
    watched: row.watches > 0,
    watches: row.watches,
    dueAt: row.watches > 0 ? row.due_at : null,
  };
}
