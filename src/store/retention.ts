/**
 * Retention: what is deleted when it is old, so that the store does not grow for ever. When each thing goes is in
 * docs/guides/retention.md.
 */

export interface Forgotten {
  sections: number;
  changes: number;
  notifications: number;
  deadLetters: number;
}

export interface RetentionStore {
  /**
   * Deletes a batch, at most `limit` of each, of what is older than `keepMs`: told or given-up notifications, dead
   * letters, and the sections of finished terms with their changes. A term is finished when none of its sections was
   * seen for `keepMs`; those that are watched, leased or have a change still to be told stay. Returns what went;
   * nothing: there is no more.
   */
  sweep(keepMs: number, limit: number): Promise<Forgotten>;
}
