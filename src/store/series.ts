/**
 * The figures that nodes measured: a row for each node and step. Times are epoch seconds by the clock of the node, and
 * are where a step begins; `step` is the seconds between rows. The number of rows is bounded, because each write
 * deletes what is too old.
 */
import type { Sample, SeriesName } from '../domain/series.ts';
import type { Measured } from '../domain/series-points.ts';

export interface SeriesRow {
  at: number;
  sample: Sample;
}

export interface SeriesStore {
  /**
   * Writes rows of a node, in place of its rows of the same times. Then deletes the rows of all nodes with this step
   * that are older than `keepFrom`.
   */
  write(step: number, node: string, rows: readonly SeriesRow[], keepFrom: number): Promise<void>;
  /** The rows of a node from `from` to before `to`, oldest first. */
  rows(step: number, node: string, from: number, to: number): Promise<SeriesRow[]>;
  /** The figures of one series on all nodes, from `from` to before `to`, oldest first. */
  figures(step: number, name: SeriesName, from: number, to: number): Promise<Measured[]>;
}
