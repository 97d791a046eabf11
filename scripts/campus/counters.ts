/** How often each part of the site was asked since the start. */
export interface Counters { page: number; classes: number; terms: number; subjects: number; control: number }

export function newCounters(): Counters {
  return { page: 0, classes: 0, terms: 0, subjects: 0, control: 0 };
}
