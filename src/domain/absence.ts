/** When a section that an answer lacks is believed to be gone. Pure. */
import type { SectionState } from './section.ts';

/** What is known of a section before it is looked at. */
export interface Missed {
  /** The last sure state; null: never seen. */
  state: SectionState | null;
  /** Milliseconds since an answer first lacked it; null: the last one that could have shown it did. */
  missingForMs: number | null;
  watched: boolean;
}

/**
 * An answer that lacks a section is odd until the class search, asked for the section's number, does not find it
 * either. Not sooner than this after the first: a broken answer is repeated within seconds, and whole lists were seen
 * to be incomplete for 40 s.
 */
export const CONFIRM_AFTER_MS = 60_000;

/** When a list that should have shown it lacks it again, and the time has come to ask for its number. */
const SOON_MS = 2_000;

/** It has been missing for long enough that an answer to its number decides. */
export function isRipe({ missingForMs }: Pick<Missed, 'missingForMs'>): boolean {
  return missingForMs !== null && missingForMs >= CONFIRM_AFTER_MS;
}

/** Not seeing it by its number would tell something new: it is cancelled, or there never was one. */
export function isInDoubt(section: Missed): boolean {
  return isRipe(section) && section.state?.status !== 'cancelled';
}

/**
 * It is asked for by its number, not in its course: the list that lacks it would only lack it again, and it may have
 * moved to another course. One that is cancelled is looked for like that while somebody waits for it to come back.
 */
export function isAskedByNumber(section: Missed): boolean {
  return section.state === null || (isRipe(section) && (section.watched || section.state.status !== 'cancelled'));
}

/** Milliseconds until it is asked for by its number. */
export function confirmInMs({ missingForMs }: Pick<Missed, 'missingForMs'>): number {
  return Math.max(SOON_MS, CONFIRM_AFTER_MS - (missingForMs ?? 0));
}
