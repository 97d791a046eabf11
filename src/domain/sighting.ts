/**
 * Combines what a look showed of a section with what was known before. Not every kind of look shows everything. A value
 * that is not shown keeps its last known value, and a missing value never decides anything. Pure.
 */
import type { ReservedGroup, Seats, SectionState, SeenSection, Status } from './section.ts';
import { hasOpenSeats, hasWaitlist, statusOf } from './section.ts';

/**
 * Milliseconds after which a section that was not seen is no longer known: its students are told, and its seats are
 * shown as old.
 */
export const UNSEEN_MS = 15 * 60_000;

/** Why this look proves nothing about the section; undefined: it is a sure look. */
export function undecided(before: SectionState | null, seen: SeenSection): string | undefined {
  if (before === null) return undefined;
  if (seen.cancelled === null && before.status === 'cancelled')
    return 'the section was cancelled, and the answer does not show whether it still is';
  const mayOpen = before.status !== 'open' && hasOpenSeats(seen.seats);
  if (mayOpen && seen.waitlist === null && hasWaitlist(before.waitlist))
    return 'seats are left, and the answer does not show whether students are waiting for them';
  return undefined;
}

/** The status after a look that is not `undecided`. */
export function statusAfter(
  before: SectionState | null,
  { seats, waitlist, cancelled }: SeenSection,
): Exclude<Status, 'unknown'> {
  if (waitlist !== null || cancelled === true) return statusOf(seats, waitlist, cancelled === true);
  // Seats are left and the waitlist is not shown: as far as we know, nobody is waiting for them.
  if (hasOpenSeats(seats)) return 'open';
  const shut =
    before?.status === 'full' || before?.status === 'waitlist'
      ? before.status
      : statusOf(seats, before?.waitlist ?? null, false);
  return (seats.available ?? 0) > 0 ? 'reserved' : shut;
}

/** The seats after a look. A rough "no seat left" adds nothing to a section that had no seats before. */
export function seatsAfter(before: SectionState | null, seen: Seats): Seats {
  return before !== null && seen.rough === true && bothWithoutSeats(before.seats, seen) ? before.seats : seen;
}

type Extras = Pick<SectionState, 'campus' | 'mode' | 'notes' | 'reservedGroups'>;

/** The campus, mode, notes and reserved groups after a look. None of them ever makes a change. */
export function extrasAfter(before: SectionState | null, seen: SeenSection): Extras {
  const campus = seen.campus ?? before?.campus;
  const mode = seen.mode ?? before?.mode;
  const notes = seen.notes ?? before?.notes;
  const reservedGroups = groupsAfter(before?.reservedGroups, seen.reservedGroups);
  return {
    ...(campus !== undefined && { campus }),
    ...(mode !== undefined && { mode }),
    ...(notes !== undefined && { notes }),
    ...(reservedGroups !== undefined && { reservedGroups }),
  };
}

/**
 * A group without a name is the known group with the same capacity at the same place in the list. If there is none, the
 * groups are not known: old numbers beside new seats would be wrong.
 */
function groupsAfter(
  before: ReservedGroup[] | undefined,
  seen: SeenSection['reservedGroups'],
): ReservedGroup[] | undefined {
  if (seen === undefined) return before;
  const sameGroups = before?.length === seen.length;
  const named = seen.flatMap(({ name, capacity, enrolled }, index) => {
    const known = sameGroups && before[index]?.capacity === capacity ? before[index].name : undefined;
    const its = name ?? known;
    return its === undefined ? [] : [{ name: its, capacity, enrolled }];
  });
  return named.length === seen.length ? named : undefined;
}

/** Whether the two differ only in how exact they are: as far as we know, no student has come or gone. */
export function isSameRoughly(before: Seats, after: Seats): boolean {
  return (before.rough === true || after.rough === true) && bothWithoutSeats(before, after);
}

/** Whether an open section is no longer open only because this look showed its waitlist for the first time. */
export function isWaitlistLearnt(before: SectionState, after: SectionState): boolean {
  return before.waitlist === null && after.waitlist !== null && hasOpenSeats(after.seats);
}

function bothWithoutSeats(first: Seats, second: Seats): boolean {
  return first.capacity === second.capacity && isWithoutSeats(first) && isWithoutSeats(second);
}

function isWithoutSeats({ available }: Seats): boolean {
  return available !== null && available <= 0;
}
