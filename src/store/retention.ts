/**
 * Retention: old records are deleted so that the store does not grow without limit. docs/guides/retention.md lists what
 * is deleted when.
 */

export interface Forgotten {
  sections: number;
  changes: number;
  notifications: number;
  deadLetters: number;
  incidents: number;
}

export interface RetentionStore {
  /**
   * Deletes a batch of records older than `keepMs`, at most `limit` of each kind: sent and given-up notifications, dead
   * letters, incidents that have ended, and the sections of finished terms with their changes. A term is finished when
   * none of its sections was seen for `keepMs`. Sections that are watched, leased or have an unpublished change stay.
   * Returns how many of each were deleted; all 0: nothing is left to delete.
   */
  sweep(keepMs: number, limit: number): Promise<Forgotten>;
}
