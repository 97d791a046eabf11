/**
 * What the section-checker sends to the publisher, the notifier and the live pages after a commit. The store holds the
 * same facts, so a lost announcement costs only time.
 */
import type { Change } from './change.ts';
import type { SectionState } from './section.ts';

export interface Announcement {
  type: 'announced';
  /** Every section with a sure look, changed or not. Instants are ISO; `nextCheckAt` null: not scheduled. */
  checked: { section: string; checkedAt: string; nextCheckAt: string | null }[];
  /** Public states that are new, have changed, or became or stopped being `unknown`. */
  states: SectionState[];
  /** In cursor order. */
  changes: { cursor: string; change: Change }[];
  /** By change id: the trace context (W3C traceparent) of the look. Absent while nothing is traced. */
  traces?: Record<string, string>;
}

/** The fields of an announcement and their kinds, for the actors that receive it. Its many rows are not checked. */
export const ANNOUNCED = { checked: 'array', states: 'array', changes: 'array' } as const;
