/** Seats in a few plain words. */
import type { SectionState, Status } from '../../../domain/section.ts';

export const STATUS_WORDS: Record<Status, string> = {
  open: 'Open',
  reserved: 'Reserved only',
  waitlist: 'Waitlist',
  full: 'Full',
  cancelled: 'Cancelled',
  unknown: 'Not visible',
};

const UNLIMITED = 9999;
const seats = (count: number): string => (count === 1 ? '1 seat' : `${count} seats`);

/** The figure a student looks for first: `3 of 150 seats open`. Seats that are left for others are not called open. */
export function seatsLine({ status, seats: { capacity, enrolled, open, available } }: SectionState): string {
  if (capacity === null || capacity === UNLIMITED) return `No seat limit, ${enrolled} enrolled`;
  if (available !== null && available < 0) return `Over-filled by ${-available}, ${seats(capacity)}`;
  return `${open ?? 0} of ${seats(capacity)} ${status === 'open' || open === 0 ? 'open' : 'left'}`;
}

/**
 * What the status means for this section, where the figure alone could mislead; undefined when it speaks for itself.
 */
export function seatsNote(state: SectionState): string | undefined {
  const { reserved, available } = state.seats;
  const waiting = state.waitlist?.count ?? 0;
  switch (state.status) {
    case 'unknown':
      return 'The last looks failed. These are the figures we were last sure of.';
    case 'cancelled':
      return 'The university no longer offers this section.';
    case 'reserved':
      return `${seats(available ?? reserved)} left, held for certain groups such as a major or an honors college.`;
    case 'waitlist':
    case 'full':
      return (available ?? 0) > 0 && waiting > 0 ? 'Those waiting come first.' : undefined;
    case 'open':
      return reserved > 0 ? `${reserved} more held for certain groups.` : undefined;
    default:
      return state.status satisfies never;
  }
}

/** `3 waiting, room for 20`; undefined without a waitlist, or when it was never shown. */
export function waitlistLine({ waitlist }: SectionState): string | undefined {
  if (waitlist === null || (waitlist.capacity === 0 && waitlist.count === 0)) return undefined;
  return `${waitlist.count} waiting, room for ${waitlist.capacity}`;
}

/** The share of the seats that are not open, 0 to 1; null without a limit, and for what is no longer offered. */
export function takenShare({ status, seats: { capacity, open } }: SectionState): number | null {
  if (status === 'cancelled' || capacity === null || capacity === UNLIMITED || capacity === 0) return null;
  return Math.min(1, Math.max(0, 1 - (open ?? 0) / capacity));
}
