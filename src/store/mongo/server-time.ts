/** The server's clock, read once and carried on by this machine's monotonic one: nobody's wall clock matters. */
import type { Db } from 'mongodb';

/** Where the store's time comes from. */
export interface StoreTime {
  /** Compares with the server. */
  sync(database: Db): Promise<void>;
  /** Epoch milliseconds. */
  now(): number;
}

/**
 * Behind the server by at most the time an answer takes, never ahead of it: so a lease is never taken for lapsed too early, and one that
 * was just taken is rather too short than too long.
 */
export class ServerTime implements StoreTime {
  #offsetMs = 0;

  async sync(database: Db): Promise<void> {
    const { localTime } = await database.command({ hello: 1 }) as unknown as { localTime: Date };
    this.#offsetMs = localTime.getTime() - performance.now();
  }

  now(): number {
    return Math.floor(this.#offsetMs + performance.now());
  }
}
