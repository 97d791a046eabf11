/** Texts about the status of a section. */
import { seatCount } from '../../../domain/seat-words.ts';
import { UNLIMITED } from '../../../domain/section.ts';
import type { SectionState, Status } from '../../contract/section.ts';

export const STATUS_WORDS: Record<Status, string> = {
  open: 'Open',
  reserved: 'Reserved only',
  waitlist: 'Waitlist',
  full: 'Full',
  cancelled: 'Cancelled',
  unknown: 'Not visible',
};

/**
 * Explains the status of this section where the number alone could mislead. Returns undefined if no explanation is
 * needed.
 */
export function seatsNote(state: SectionState): string | undefined {
  const { reserved, available } = state.seats;
  const waiting = state.waitlist?.count ?? 0;
  switch (state.status) {
    case 'unknown':
      return 'The last looks failed. These are the last figures we were sure of.';
    case 'cancelled':
      return 'The university no longer offers this section.';
    case 'reserved':
      return `${seatCount(available ?? reserved)} left, held for certain groups such as a major or an honors college.`;
    case 'waitlist':
    case 'full':
      return (available ?? 0) > 0 && waiting > 0 ? 'Those waiting come first.' : undefined;
    case 'open':
      return reserved > 0 ? `${reserved} more held for certain groups.` : undefined;
    default:
      return state.status satisfies never;
  }
}

/** Returns the share of seats taken, 0 to 1; null without a limit, and for sections that are no longer offered. */
export function takenShare({ status, seats: { capacity, open } }: SectionState): number | null {
  if (status === 'cancelled' || capacity === null || capacity === UNLIMITED || capacity === 0) return null;
  return Math.min(1, Math.max(0, 1 - (open ?? 0) / capacity));
}
