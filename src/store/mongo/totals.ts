/** Counts over the whole database. */
import type { Totals, TotalsStore } from '../totals.ts';
import type { Connection } from './connection.ts';

const DAY_MS = 86_400_000;

export class MongoTotals implements TotalsStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async read(since: number): Promise<Totals> {
    return await this.#connection.use(async ({ notifications, watches }) => {
      // What was sent was queued at most a day before, nearly always: that bounds what is read.
      const sent = {
        status: 'sent' as const,
        queuedAt: { $gte: new Date(since - DAY_MS) },
        sentAt: { $gte: new Date(since) },
      };
      const [students, messages] = await Promise.all([
        watches
          .aggregate<{ count: number }>([
            { $match: { paused: false } },
            { $group: { _id: '$userId' } },
            { $count: 'count' },
          ])
          .next(),
        notifications
          .aggregate<{ count: number }>([
            { $match: sent },
            { $group: { _id: { $ifNull: ['$message', '$_id'] } } },
            { $count: 'count' },
          ])
          .next(),
      ]);
      return { students: students?.count ?? 0, messages: messages?.count ?? 0 };
    });
  }
}
