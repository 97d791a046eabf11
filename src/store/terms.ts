/** Terms: which are no longer listed by the source, and which are over. */

export interface Term {
  institution: string;
  term: string;
}

export interface TermStore {
  /**
   * Records that the source listed nothing of the term. Returns whether this has been so for `forMs`: the first record
   * is that old, and no look at a watched section of the term has succeeded since. A successful look restarts the time.
   */
  silent(institution: string, term: string, forMs: number): Promise<boolean>;
  /**
   * Ends the term: ends its watches, queues a `term-over` notice for each, and removes the dead letters of its checks
   * and the sections that were never seen. The other sections keep their states, and their retained topics must be
   * cleared. Safe to repeat. Returns how many watches ended.
   */
  end(institution: string, term: string): Promise<number>;
  /** The source lists the term again, so it is no longer over. */
  reopen(institution: string, term: string): Promise<void>;
  /** Terms of the institution that are over. */
  over(institution: string): Promise<string[]>;
  /** Terms of the institution with watches, including paused ones. */
  watched(institution: string): Promise<string[]>;
  /** Terms that are over and may still have retained topics. */
  uncleared(): Promise<Term[]>;
  /** Keys of the term's seen sections after `after`, in order. */
  sectionsOf({ institution, term }: Term, after: string, limit: number): Promise<string[]>;
  /** Records that the term's retained topics are cleared. */
  markCleared({ institution, term }: Term): Promise<void>;
}
