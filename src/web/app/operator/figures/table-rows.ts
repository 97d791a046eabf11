/** The rows of a figure's table. Pure. */
import type { Lines } from './lines.ts';
import { inWords, type Unit } from './units.ts';

export interface Row {
  /** ISO instant: where the step begins. */
  at: string;
  cells: string[];
}

/** Newest first. Times at which nothing was measured are left out. */
export function rowsOf({ times, values }: Lines, unit: Unit): Row[] {
  return times
    .flatMap((second, place) => {
      const row = values.map((column) => column[place] ?? null);
      const cells = row.map((value) => (value === null ? 'not measured' : inWords(value, unit)));
      return row.every((value) => value === null) ? [] : [{ at: new Date(second * 1_000).toISOString(), cells }];
    })
    .reverse();
}
