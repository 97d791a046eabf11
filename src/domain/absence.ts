/** Decides when a section that is missing from the answers counts as gone. Pure. */
import type { SectionState } from './section.ts';

/** What is known about a section before the next look. */
export interface SectionPresence {
  /** The last sure state; null: never seen. */
  state: Pick<SectionState, 'status'> | null;
  /** Milliseconds since an answer first lacked the section; null: the last answer that could show it did. */
  missingForMs: number | null;
  watched: boolean;
}

/**
 * One answer without the section proves nothing. The class search must also fail to find its number, and not earlier
 * than this after the first miss: a broken answer repeats for seconds, and whole lists have been incomplete for 40 s.
 */
export const CONFIRM_AFTER_MS = 60_000;

/** The delay before the section is looked up by its number, once `CONFIRM_AFTER_MS` has passed. */
const SOON_MS = 2_000;

/** Whether the section has been missing so long that a lookup by its number decides. */
export function isMissingLong({ missingForMs }: Pick<SectionPresence, 'missingForMs'>): boolean {
  return missingForMs !== null && missingForMs >= CONFIRM_AFTER_MS;
}

/** Whether a lookup by number that finds nothing would be news: the section is cancelled, or never existed. */
export function isInDoubt(section: SectionPresence): boolean {
  return isMissingLong(section) && section.state?.status !== 'cancelled';
}

/**
 * Whether the section is looked up by its number instead of in its course's list. The list would only lack it again,
 * and the section may have moved to another course. A cancelled section is looked up as long as someone watches it.
 */
export function isAskedByNumber(section: SectionPresence): boolean {
  return (
    section.state === null || (isMissingLong(section) && (section.watched || section.state.status !== 'cancelled'))
  );
}

/** Milliseconds until the section is looked up by its number. */
export function confirmInMs({ missingForMs }: Pick<SectionPresence, 'missingForMs'>): number {
  return Math.max(SOON_MS, CONFIRM_AFTER_MS - (missingForMs ?? 0));
}
