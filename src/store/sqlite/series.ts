/** Series in SQLite. */
import type { Figures, Sample, SeriesName } from '../../domain/series.ts';
import type { Measured } from '../../domain/series-points.ts';
import type { SeriesRow, SeriesStore } from '../series.ts';
import type { Connection } from './connection.ts';

export const ROWS = 'SELECT at, sample FROM series WHERE step = ? AND at >= ? AND at < ? AND node = ? ORDER BY at';
export const FIGURES = `
  SELECT at, sample -> ?1 AS figures FROM series
  WHERE step = ?2 AND at >= ?3 AND at < ?4 AND sample -> ?1 IS NOT NULL
  ORDER BY at, node`;
export const OLD = 'DELETE FROM series WHERE step = ? AND at < ?';

export class SqliteSeries implements SeriesStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async write(step: number, node: string, rows: readonly SeriesRow[], keepFrom: number): Promise<void> {
    this.#connection.transaction(() => {
      for (const { at, sample } of rows)
        this.#connection.run(
          'INSERT OR REPLACE INTO series (step, at, node, sample) VALUES (?, ?, ?, ?)',
          step,
          at,
          node,
          JSON.stringify(sample),
        );
      this.#connection.run(OLD, step, keepFrom);
    });
  }

  async rows(step: number, node: string, from: number, to: number): Promise<SeriesRow[]> {
    return this.#connection
      .all<{ at: number; sample: string }>(ROWS, step, from, to, node)
      .map(({ at, sample }) => ({ at, sample: JSON.parse(sample) as Sample }));
  }

  async figures(step: number, name: SeriesName, from: number, to: number): Promise<Measured[]> {
    return this.#connection
      .all<{ at: number; figures: string }>(FIGURES, `$."${name}"`, step, from, to)
      .map(({ at, figures }) => ({ at, figures: JSON.parse(figures) as Figures }));
  }
}
