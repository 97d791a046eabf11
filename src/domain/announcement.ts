/**
 * What the section-checker tells the publisher, the notifier and the live pages after a commit. Derivable from the
 * store: losing one costs time only.
 */
import type { Change } from './change.ts';
import type { SectionState } from './section.ts';

export interface Announcement {
  type: 'announced';
  /** Every section looked at surely, also when nothing changed. Instants are ISO; `nextCheckAt` null: not scheduled. */
  checked: { section: string; checkedAt: string; nextCheckAt: string | null }[];
  /** Public states that are new, differ, or turned to or from `unknown`. */
  states: SectionState[];
  /** In cursor order. */
  changes: { cursor: string; change: Change }[];
}
