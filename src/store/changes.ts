/** Changes in one order that all readers share. A cursor is opaque text that marks a place in that order. */
import type { Change } from '../domain/change.ts';
import type { SeatEvent } from '../domain/openings.ts';

/**
 * Whether `text` looks like a cursor, which is the number of a change or 0. Whether it was issued is another question.
 */
export function isCursor(text: string): boolean {
  return /^(0|[1-9]\d{0,14})$/.test(text);
}

/** Whether a change comes later in the order of changes. */
export function isAfter(cursor: string, other: string): boolean {
  return Number(cursor) > Number(other);
}

export interface StoredChange {
  cursor: string;
  change: Change;
}

/** `next`: the cursor to continue from, also when there are no more changes yet. */
export interface ChangePage {
  changes: StoredChange[];
  next: string;
}

export interface ChangeStore {
  /** The cursor of the newest change; without changes, the cursor of the beginning. */
  latestCursor(): Promise<string>;
  /**
   * Changes of these sections after `cursor`, in order. undefined: the cursor was never issued, or later changes may
   * have been deleted.
   */
  since(cursor: string, sections: string[], limit: number): Promise<StoredChange[] | undefined>;
  /**
   * The first `limit` changes of all sections after `cursor`, in order. null: from the oldest change on after which
   * none was deleted. undefined: the cursor was never issued, or later changes may have been deleted.
   */
  page(cursor: string | null, limit: number): Promise<ChangePage | undefined>;
  /** The changes of one section, oldest first. Rejects with PMC_CURSOR_INVALID if the cursor was never issued. */
  history(section: string, after: string | null, limit: number): Promise<StoredChange[]>;
  /** The newest changes of these sections, newest first. */
  newest(sections: string[], limit: number): Promise<StoredChange[]>;
  /** When these sections opened, closed or were cancelled within the last `withinMs`, oldest first. */
  seatEvents(sections: string[], withinMs: number): Promise<(SeatEvent & { section: string })[]>;
  /** The newest changes of all sections, newest first. */
  recent(limit: number): Promise<StoredChange[]>;
  /** Changes that are not published yet, in order. */
  unpublished(limit: number): Promise<StoredChange[]>;
  markPublished(changeIds: string[]): Promise<void>;
  /** Changes that are not in the queues of channels yet. */
  countToFanOut(): Promise<number>;
}
