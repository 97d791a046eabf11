/** The server's clock, the only one that counts. */
import type { Db } from 'mongodb';
import { elapsed } from '../elapsed.ts';

/** The sources of the store's time. */
export interface ServerClock {
  /** Epoch milliseconds of the server. */
  read(database: Db): Promise<number>;
  /** Milliseconds of this process that only grow. They carry the time on between two reads. */
  elapsed(): number;
}

export const serverClock: ServerClock = {
  elapsed,
  read: async (database) => {
    const { localTime } = (await database.command({ hello: 1 })) as unknown as { localTime: Date };
    return localTime.getTime();
  },
};
