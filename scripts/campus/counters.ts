/** How often each part of the site was requested since the start. */
export interface Counters {
  /** All requests to the page or the API, including those that met a fault or a 401. */
  asked: number;
  /** Requests that reached the code that answers them. */
  page: number;
  classes: number;
  terms: number;
  subjects: number;
  control: number;
}

export function newCounters(): Counters {
  return { asked: 0, page: 0, classes: 0, terms: 0, subjects: 0, control: 0 };
}
