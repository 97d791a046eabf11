/** Both stores, on the clock of the test, for tests of code that uses a store. */
import type { Test } from 'tap';
import { MongoStore } from '../../src/store/mongo/mongo-store.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { timeOf } from '../store/mongo/harness.ts';
import type { FollowedStore } from './followed-store.ts';
import { follow } from './followed-store.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';
import { migratedFile } from './migrated-file.ts';
import type { MongoServer } from './mongo-server.ts';

export interface OnStore extends FollowedStore {
  clock: ManualClock;
}

/** Opens an empty store. The clock waits for its answers when it is advanced. */
export type OpenStore = (t: Test) => Promise<OnStore>;

export function storeKinds(server: MongoServer | undefined): [name: string, open: OpenStore | undefined][] {
  const opening =
    (create: (t: Test, clock: ManualClock) => Store | Promise<Store>): OpenStore =>
    async (t) => {
      let idle = async (): Promise<void> => {};
      const clock = new ManualClock(undefined, () => idle());
      const followed = follow(await create(t, clock));
      ({ idle } = followed);
      await followed.store.open();
      t.teardown(() => followed.store.close());
      return { ...followed, clock };
    };
  return [
    ['SQLite', opening(async (t, clock) => new SqliteStore(await migratedFile(`${t.testdir()}/store.db`), clock))],
    ['MongoDB', server && opening((t, clock) => new MongoStore(server.database(t), timeOf(clock)))],
  ];
}
