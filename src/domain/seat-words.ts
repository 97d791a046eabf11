/** Seats and waitlists in a few words. Pages, mails and the command line all use these. */
import type { SectionState } from './section.ts';
import { UNLIMITED } from './section.ts';

/** `1 seat`, `3 seats`. */
export function seatCount(count: number): string {
  return count === 1 ? '1 seat' : `${count} seats`;
}

/** `3 of 150 seats open`. Seats are called open only when any student can take them; otherwise they are left. */
export function seatsLine({ status, seats: { capacity, enrolled, open, available } }: SectionState): string {
  if (capacity === null || capacity === UNLIMITED) return `No seat limit, ${enrolled} enrolled`;
  if (available !== null && available < 0) return `Over-filled by ${-available}, ${seatCount(capacity)}`;
  return `${open ?? 0} of ${seatCount(capacity)} ${status === 'open' || open === 0 ? 'open' : 'left'}`;
}

/** `3 of 150 seats open (145 enrolled, 2 held for groups)`. */
export function seatsInDetail(state: SectionState): string {
  const { capacity, enrolled, reserved, rough } = state.seats;
  // The line already gives the enrolment, or the enrolment is not known.
  if (capacity === null || capacity === UNLIMITED || rough === true) return seatsLine(state);
  const held = reserved > 0 ? `, ${reserved} held for groups` : '';
  return `${seatsLine(state)} (${enrolled} enrolled${held})`;
}

/** `3 waiting, room for 20`; undefined when there is no waitlist or the source never showed it. */
export function waitlistLine({ waitlist }: SectionState): string | undefined {
  if (waitlist === null || (waitlist.capacity === 0 && waitlist.count === 0)) return undefined;
  return `${waitlist.count} waiting, room for ${waitlist.capacity}`;
}
