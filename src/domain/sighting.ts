/**
 * What a look says of a section, together with what was known of it. A way of seeing need not show everything. What it
 * does not show is unknown to it: the last known value stays, and an unknown decides nothing. Pure.
 */
import type { Seats, SectionState, SeenSection, Status, Waitlist } from './section.ts';
import { hasOpenSeats, statusOf } from './section.ts';

/** Why this look says nothing sure of the section; undefined: it does. */
export function undecided(before: SectionState | null, seen: SeenSection): string | undefined {
  if (before === null) return undefined;
  if (seen.cancelled === null && before.status === 'cancelled')
    return 'it was cancelled, and whether it still is, is not shown';
  const mayOpen = before.status !== 'open' && hasOpenSeats(seen.seats);
  if (mayOpen && seen.waitlist === null && hasWaitlist(before.waitlist))
    return 'seats are left, and whether students wait for them is not shown';
  return undefined;
}

/** The status after a look that is not undecided. */
export function statusAfter(
  before: SectionState | null,
  { seats, waitlist, cancelled }: SeenSection,
): Exclude<Status, 'unknown'> {
  if (waitlist !== null || cancelled === true) return statusOf(seats, waitlist, cancelled === true);
  // seats left while the waitlist is not shown: nobody is known to wait for them
  if (hasOpenSeats(seats)) return 'open';
  const shut =
    before?.status === 'full' || before?.status === 'waitlist'
      ? before.status
      : statusOf(seats, before?.waitlist ?? null, false);
  return (seats.available ?? 0) > 0 ? 'reserved' : shut;
}

/** The seats after a look. No seat left, and no more, is what was known already of a section that had none. */
export function seatsAfter(before: SectionState | null, seen: Seats): Seats {
  return before !== null && seen.rough === true && bothWithoutSeats(before.seats, seen) ? before.seats : seen;
}

/**
 * Whether the later seats only say more exactly what was known, or less exactly: no student has come or gone for all we
 * know.
 */
export function isSameRoughly(before: Seats, after: Seats): boolean {
  return (before.rough === true || after.rough === true) && bothWithoutSeats(before, after);
}

/**
 * Whether a look that shows the waitlist for the first time, with somebody on it, is all that made an open section
 * another.
 */
export function isWaitlistLearnt(before: SectionState, after: SectionState): boolean {
  return before.waitlist === null && after.waitlist !== null && hasOpenSeats(after.seats);
}

function hasWaitlist(waitlist: Waitlist | null): boolean {
  return waitlist !== null && (waitlist.capacity > 0 || waitlist.count > 0);
}

function bothWithoutSeats(first: Seats, second: Seats): boolean {
  return first.capacity === second.capacity && isWithoutSeats(first) && isWithoutSeats(second);
}

function isWithoutSeats({ available }: Seats): boolean {
  return available !== null && available <= 0;
}
