/** The server's clock: nobody else's matters. */
import type { Db } from 'mongodb';
import { elapsed } from '../elapsed.ts';

/** What the store's time comes from. */
export interface ServerClock {
  /** Epoch milliseconds, as the server answers. */
  read(database: Db): Promise<number>;
  /** Milliseconds that only grow, of this process: they carry the time on. */
  elapsed(): number;
}

export const serverClock: ServerClock = {
  elapsed,
  read: async (database) => {
    const { localTime } = (await database.command({ hello: 1 })) as unknown as { localTime: Date };
    return localTime.getTime();
  },
};
