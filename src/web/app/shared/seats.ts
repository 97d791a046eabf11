/** Texts about the status of a section. */
import { UNLIMITED } from '../../../domain/section.ts';
import { UNSEEN_MS } from '../../../domain/sighting.ts';
import type { Translate } from '../../../words/typed.ts';
import type { SectionState } from '../../contract/section.ts';

/** Whether nobody knows if the figures still hold. Then they are shown in grey, and an open seat is not called open. */
export function isOld({ status, checkedAt }: SectionState, nowMs: number): boolean {
  return status === 'unknown' || nowMs - Date.parse(checkedAt) > UNSEEN_MS;
}

/**
 * Explains the status of this section where the number alone could mislead. Returns undefined if no explanation is
 * needed.
 */
export function seatsNote(state: SectionState, t: Translate): string | undefined {
  const { reserved, available } = state.seats;
  const waiting = state.waitlist?.count ?? 0;
  switch (state.status) {
    case 'unknown':
      return t('live.seats.unseen');
    case 'cancelled':
      return t('live.seats.cancelled');
    case 'reserved':
      return t('live.seats.reserved', { count: available ?? reserved });
    case 'waitlist':
    case 'full':
      return (available ?? 0) > 0 && waiting > 0 ? t('live.seats.waitingFirst') : undefined;
    case 'open':
      return reserved > 0 ? t('live.seats.held', { count: reserved }) : undefined;
    default:
      return state.status satisfies never;
  }
}

/** Returns the share of seats taken, 0 to 1; null without a limit, and for sections that are no longer offered. */
export function takenShare({ status, seats: { capacity, open } }: SectionState): number | null {
  if (status === 'cancelled' || capacity === null || capacity === UNLIMITED || capacity === 0) return null;
  return Math.min(1, Math.max(0, 1 - (open ?? 0) / capacity));
}
