/** How often each part of the site was visited since the start. */
export interface Counters {
  /** Every request to the page or the API, those that met a fault or a 401 too. */
  asked: number;
  /** Requests that were answered as they should be, or got as far as their answer. */
  page: number;
  classes: number;
  terms: number;
  subjects: number;
  control: number;
}

export function newCounters(): Counters {
  return { asked: 0, page: 0, classes: 0, terms: 0, subjects: 0, control: 0 };
}
