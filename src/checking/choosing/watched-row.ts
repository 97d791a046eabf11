/** Turns what the store says of a watched section into a row of the board. Pure. */
import { CONFIRM_AFTER_MS } from '../../domain/absence.ts';
import type { WatchedSection } from '../../store/watched.ts';
import type { Row, Seen } from './row.ts';

/** The present, by the steady clock of the board and by the wall clock, in milliseconds. */
export interface Now {
  steady: number;
  wall: number;
}

export function watchedRow(watched: WatchedSection, intervalMs: number, now: Now): Row {
  const { section, term, classNumber, course, watches, state, failures, missingForMs, dueInMs } = watched;
  // A due time further ahead was set under another interval or by a wrong clock.
  const longest = Math.max(intervalMs, CONFIRM_AFTER_MS);
  return {
    section,
    term,
    classNumber,
    course,
    watches,
    seen: state === null ? null : seenAt(state, now),
    failures,
    missing: missingForMs !== null,
    dueAt: now.steady + Math.min(dueInMs, longest),
  };
}

function seenAt({ status, seats, waitlist, changedAt, checkedAt }: WatchedSection['state'] & object, now: Now): Seen {
  const steady = (instant: string): number => now.steady - Math.max(0, now.wall - Date.parse(instant));
  return {
    status,
    open: seats.open,
    waiting: waitlist?.count ?? 0,
    changedAt: steady(changedAt),
    lookedAt: steady(checkedAt),
    checkedAt: Date.parse(checkedAt),
  };
}
