/** Counts over the whole store, for operators. */

export interface Totals {
  /** Students with a watch that is not paused. */
  students: number;
  /** Messages that were sent since a given time. A message may be about several changes. */
  messages: number;
}

export interface TotalsStore {
  /** `since`: epoch ms, at most a day ago. */
  read(since: number): Promise<Totals>;
}
