/** Tells the watches of a course that it has a new section, and that this is open. Call it within a transaction. */
import type { ChangeKind } from '../../domain/change.ts';
import { formatCourseKey, parseCourseKey } from '../../domain/course.ts';
import { isNewFor } from '../../domain/new-section.ts';
import type { SectionState } from '../../domain/section.ts';
import { showsNewSection } from '../coverage.ts';
import type { SectionCommit } from '../sections.ts';
import type { Connection } from './connection.ts';
import { WATCHES_OF } from './coverage.ts';
import { LAST_PART, MAY_BE_TOLD, OF_WATCH } from './told-channels.ts';

export interface NewSection {
  state: SectionState;
  /** When its course was last seen before. Epoch milliseconds. */
  courseSeenAt: number;
}

export const COURSE_SEEN = `
  SELECT max(state ->> '$.checkedAt') AS at FROM sections WHERE institution = ? AND course = ? AND state IS NOT NULL`;

export const COVERED_BY = `
  SELECT w.id, w.kinds, w.min_seats AS minSeats, w.reserved_group AS reservedGroup, w.paused, w.created_at AS createdAt
  FROM coverage v JOIN watches w ON w.id = v.watch_id
  WHERE v.section = ? AND v.tells = 1 AND w.course IS NOT NULL`;

/** ?1: pairs of a watch and a section, as JSON. The id is `notificationId`. */
const TELL = `
  INSERT INTO notifications
    (id, channel, destination, watch_id, section, kind, notice, detected_at, queued_at, next_attempt_at)
  SELECT w.id || '+' || (n.value ->> 'section') || ':new-section+' || ${LAST_PART}, ch.type, ch.id, w.id,
    n.value ->> 'section', 'opened', 'new-section', n.value ->> 'at', ?2, ?2
  FROM json_each(?1) n CROSS JOIN watches w ON w.id = n.value ->> 'watch'
  CROSS JOIN users u ON u.id = w.user_id CROSS JOIN channels ch ON ch.user_id = u.id
  WHERE ${MAY_BE_TOLD} AND ${OF_WATCH}
  ON CONFLICT (id) DO NOTHING`;

interface CoveringWatch {
  id: string;
  kinds: string;
  minSeats: number;
  reservedGroup: string | null;
  paused: number;
  createdAt: number;
}

/** The sections that these commits show for the first time, in courses that are watched. Call it before the commits. */
export function newSections(connection: Connection, commits: readonly SectionCommit[]): NewSection[] {
  const first = commits.flatMap((commit) => (showsNewSection(commit) ? [commit.state!] : []));
  if (first.length === 0) return [];
  const courses = JSON.stringify([...new Set(first.map(formatCourseKey))]);
  const watched = connection.all<{ course: string }>(WATCHES_OF, courses).map(({ course }) => course);
  const seenAt = new Map([...new Set(watched)].map((course) => [course, courseSeenAt(connection, course)]));
  return first.flatMap((state) => {
    const at = seenAt.get(formatCourseKey(state)) ?? null;
    return at === null ? [] : [{ state, courseSeenAt: at }];
  });
}

/** Call it when the commits are `written` and their sections covered. */
export function tellNewSections(
  connection: Connection,
  sections: readonly NewSection[],
  written: readonly SectionCommit[],
  now: number,
): void {
  if (sections.length === 0) return;
  const keys = new Set(written.map(({ section }) => section));
  const told = sections.flatMap(({ state, courseSeenAt: seenAt }) =>
    (keys.has(state.section) ? connection.all<CoveringWatch>(COVERED_BY, state.section) : [])
      .filter(({ kinds, paused, ...watch }) =>
        isNewFor({ ...watch, kinds: JSON.parse(kinds) as ChangeKind[], paused: paused === 1 }, state, seenAt),
      )
      .map(({ id }) => ({ watch: id, section: state.section, at: Date.parse(state.checkedAt) })),
  );
  if (told.length > 0) connection.run(TELL, JSON.stringify(told), now);
}

function courseSeenAt(connection: Connection, course: string): number | null {
  const { institution, term, subject, catalogNumber } = parseCourseKey(course)!;
  const { at } = connection.get<{ at: string | null }>(
    COURSE_SEEN,
    institution,
    `${term}/${subject}/${catalogNumber}`,
  )!;
  return at === null ? null : Date.parse(at);
}
