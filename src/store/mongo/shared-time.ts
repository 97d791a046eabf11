/** The time that all processes on a MongoDB share: the server's, plus an offset that they keep in one document. */
import type { Db } from 'mongodb';
import { StoreTime } from '../store-time.ts';
import { insertMissing } from './bulk.ts';
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
   * Epoch milliseconds. Behind the server by at most the duration of one answer, and never ahead, so no lease seems to
   * lapse too early.
   */
  now(): number {
    return this.#time.now();
  }

  /** Compares with the server and stores the offset from its clock, which also shows that the store can be written. */
  async compare(database: Db, { pings }: Pick<Collections, 'pings'>): Promise<void> {
    for (;;) {
      const kept = await pings.findOne({ _id: 'time' });
      const askedAt = this.#clock.elapsed();
      const reference = await this.#clock.read(database);
      const { offset, at } = this.#time.compare(reference, this.#clock.elapsed() - askedAt, kept ?? undefined);
      const written =
        kept === null
          ? await insertMissing(pings, [{ _id: 'time', offset, at }])
          : (await pings.updateOne({ _id: 'time', offset: kept.offset }, { $set: { offset }, $max: { at } }))
              .matchedCount;
      // Another process noticed a jump first. Continue from what it has stored.
      if (written === 1) return;
    }
  }
}
