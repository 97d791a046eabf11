/** Changes, kept in one order that all readers share. A cursor is opaque text that stands for a place in that order. */
import type { Change } from '../domain/change.ts';

export interface StoredChange {
  cursor: string;
  change: Change;
}

export interface ChangeStore {
  /** The cursor of the newest change, or of the beginning. */
  latestCursor(): Promise<string>;
  /**
   * Changes of these sections after `cursor`, in order; undefined: the cursor cannot be honoured (never given out, or
   * what followed it may be deleted by now).
   */
  since(cursor: string, sections: string[], limit: number): Promise<StoredChange[] | undefined>;
  /** One section's changes, oldest first. `PMC_CURSOR_INVALID` for a cursor never given out. */
  history(section: string, after: string | null, limit: number): Promise<StoredChange[]>;
  /** The newest changes of all sections, newest first. */
  recent(limit: number): Promise<StoredChange[]>;
  /** Changes not yet published, in order. */
  unpublished(limit: number): Promise<StoredChange[]>;
  markPublished(changeIds: string[]): Promise<void>;
}
