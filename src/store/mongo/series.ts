/** Series in MongoDB. */
import type { SeriesName } from '../../domain/series.ts';
import type { Measured } from '../../domain/series-points.ts';
import type { SeriesRow, SeriesStore } from '../series.ts';
import { chunksOf, ONE_BATCH } from './bulk.ts';
import type { Connection } from './connection.ts';

export class MongoSeries implements SeriesStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async write(step: number, node: string, rows: readonly SeriesRow[], keepFrom: number): Promise<void> {
    await this.#connection.use(async ({ series }) => {
      for (const chunk of chunksOf(rows))
        await series.bulkWrite(
          chunk.map(({ at, sample }) => ({
            replaceOne: {
              filter: { _id: `${step} ${at} ${node}` },
              replacement: { step, at, node, sample },
              upsert: true,
            },
          })),
          { ordered: false },
        );
      await series.deleteMany({ step, at: { $lt: keepFrom } });
    });
  }

  async rows(step: number, node: string, from: number, to: number): Promise<SeriesRow[]> {
    return await this.#connection.use(({ series }) =>
      series
        .find<SeriesRow>(
          { step, at: { $gte: from, $lt: to }, node },
          { projection: { _id: 0, at: 1, sample: 1 }, sort: { at: 1 }, batchSize: ONE_BATCH },
        )
        .toArray(),
    );
  }

  async figures(step: number, name: SeriesName, from: number, to: number): Promise<Measured[]> {
    return await this.#connection.use(({ series }) =>
      series
        .find<Measured>(
          { step, at: { $gte: from, $lt: to }, [`sample.${name}`]: { $exists: true } },
          { projection: { _id: 0, at: 1, figures: `$sample.${name}` }, sort: { at: 1, node: 1 }, batchSize: ONE_BATCH },
        )
        .toArray(),
    );
  }
}
