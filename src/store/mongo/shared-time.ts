/** The time that all processes on a MongoDB share: its server's, and an offset that they keep in one document. */
import type { Db } from 'mongodb';
import { StoreTime } from '../store-time.ts';
import { ignoringDuplicates } from './bulk.ts';
import type { Collections } from './documents.ts';
import type { ServerClock } from './server-time.ts';

export class SharedTime {
  readonly #clock: ServerClock;
  readonly #time: StoreTime;

  constructor(clock: ServerClock) {
    this.#clock = clock;
    this.#time = new StoreTime(() => clock.elapsed());
  }

  /**
   * Epoch milliseconds. Behind the server by at most the time an answer takes, never ahead: a lease is not taken for
   * lapsed too early.
   */
  now(): number {
    return this.#time.now();
  }

  /**
   * Compares with the server, and writes down how the time differs from its clock: a write that shows that writing
   * works.
   */
  async compare(database: Db, { pings }: Pick<Collections, 'pings'>): Promise<void> {
    for (;;) {
      const kept = await pings.findOne({ _id: 'time' });
      const askedAt = this.#clock.elapsed();
      const reference = await this.#clock.read(database);
      const { offset, at } = this.#time.compare(reference, this.#clock.elapsed() - askedAt, kept ?? undefined);
      const written =
        kept === null
          ? await ignoringDuplicates(pings.insertMany([{ _id: 'time', offset, at }]))
          : (await pings.updateOne({ _id: 'time', offset: kept.offset }, { $set: { offset }, $max: { at } }))
              .matchedCount;
      // A rival has found out about a jump first: the time goes on from what it has written.
      if (written === 1) return;
    }
  }
}
