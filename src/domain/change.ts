/** Changes: the differences between two successive sure observations of a section. */
import { isDeepStrictEqual } from 'node:util';
import type { SectionState, SeenSection } from './section.ts';
import { formatSectionKey, statusOf } from './section.ts';
import { extrasAfter, isSameRoughly, isWaitlistLearnt, seatsAfter, statusAfter } from './sighting.ts';

export const CHANGE_KINDS = [
  'opened',
  'closed',
  'seats',
  'waitlist',
  'instructor',
  'schedule',
  'cancelled',
  'listed',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface Change {
  id: string;
  section: string;
  kind: ChangeKind;
  version: number;
  before: SectionState;
  after: SectionState;
  detectedAt: string;
}

export interface Observation {
  state: SectionState;
  changes: Change[];
}

/**
 * Derives the new state and the changes from a sure look and the last sure state (null: never seen, so version 1 and no
 * changes). A value that this look cannot show keeps its last known value, and learning a value for the first time is
 * not a change. Do not call it for an `undecided` look. `at` is an ISO instant.
 */
export function observe(institution: string, before: SectionState | null, seen: SeenSection, at: string): Observation {
  if (seen.cancelled === true && before !== null) return observeCancelled(before, at);
  const content: Content = {
    section: formatSectionKey({ institution, term: seen.term, classNumber: seen.classNumber }),
    institution,
    term: seen.term,
    classNumber: seen.classNumber,
    subject: seen.subject,
    catalogNumber: seen.catalogNumber,
    title: seen.title,
    instructors: seen.instructors ?? before?.instructors ?? null,
    meetings: seen.meetings ?? before?.meetings ?? null,
    waitlist: seen.waitlist ?? before?.waitlist ?? null,
    ...extrasAfter(before, seen),
    status: statusAfter(before, seen),
    seats: seatsAfter(before, seen.seats),
  };
  return compare(before, content, at);
}

/**
 * The observation that a section is gone from the source or cancelled there. The section keeps the values it had when
 * it was last offered.
 */
export function observeCancelled(before: SectionState, at: string): Observation {
  const { version: _version, checkedAt: _checkedAt, changedAt: _changedAt, ...content } = before;
  return compare(before, { ...content, status: 'cancelled' }, at);
}

type Content = Omit<SectionState, 'version' | 'checkedAt' | 'changedAt'>;

function compare(before: SectionState | null, content: Content, at: string): Observation {
  if (before === null) return { state: { ...content, version: 1, checkedAt: at, changedAt: at }, changes: [] };
  const same = isDeepStrictEqual(content, contentOf(before));
  if (same) return { state: { ...before, checkedAt: at }, changes: [] };
  const after: SectionState = { ...content, version: before.version + 1, checkedAt: at, changedAt: at };
  const changes = kindsBetween(before, after).map((kind): Change => ({
    id: `${after.section}#${after.version}:${kind}`,
    section: after.section,
    kind,
    version: after.version,
    before,
    after,
    detectedAt: at,
  }));
  return { state: after, changes };
}

function contentOf({
  version: _version,
  checkedAt: _checkedAt,
  changedAt: _changedAt,
  ...content
}: SectionState): Content {
  return content;
}

/** A cancelled section counts as open if it was open when it was last offered. */
function wasOpen({ status, version, seats, waitlist }: SectionState): boolean {
  return status === 'open' || (status === 'cancelled' && version > 1 && statusOf(seats, waitlist, false) === 'open');
}

/** The kinds of change between two sure states, in the order of CHANGE_KINDS. */
export function kindsBetween(before: SectionState, after: SectionState): ChangeKind[] {
  if (after.status === 'cancelled') return before.status === 'cancelled' ? [] : ['cancelled'];
  const told: Record<ChangeKind, boolean> = {
    opened: !wasOpen(before) && after.status === 'open',
    closed: before.status === 'open' && after.status !== 'open' && !isWaitlistLearnt(before, after),
    seats: !isDeepStrictEqual(before.seats, after.seats) && !isSameRoughly(before.seats, after.seats),
    waitlist: before.waitlist !== null && !isDeepStrictEqual(before.waitlist, after.waitlist),
    instructor:
      before.instructors !== null && !isDeepStrictEqual(before.instructors.toSorted(), after.instructors?.toSorted()),
    schedule: before.meetings !== null && !isDeepStrictEqual(before.meetings, after.meetings),
    cancelled: false,
    listed: before.status === 'cancelled',
  };
  return CHANGE_KINDS.filter((kind) => told[kind]);
}
