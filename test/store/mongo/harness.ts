/** MongoDB under the contract, with a database per test and a clock that is advanced instead of the server's time. */
import type { Test } from 'tap';
import { MongoStore } from '../../../src/store/mongo/mongo-store.ts';
import type { ServerClock } from '../../../src/store/mongo/server-time.ts';
import type { Store } from '../../../src/store/store.ts';
import type { ClockedHarness } from '../../contract/store/harness.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import type { MongoServer } from '../../support/mongo-server.ts';

/** A server's time that stands still until the clock is advanced. */
export function timeOf(clock: ManualClock): ServerClock {
  return { read: async () => clock.now(), elapsed: () => clock.monotonic() };
}

export function mongoHarness(server: MongoServer): (t: Test) => Promise<ClockedHarness & { url: string }> {
  return async (t: Test) => {
    const clock = new ManualClock();
    const url = server.database(t);
    let store = new MongoStore(url, timeOf(clock));
    t.teardown(() => store.close());
    await store.open();
    return {
      url,
      get store(): Store {
        return store;
      },
      async reopen(): Promise<void> {
        await store.close();
        store = new MongoStore(url, timeOf(clock));
        await store.open();
      },
      advance: (ms) => clock.advance(ms),
      jump: (byMs) => clock.jump(byMs),
      now: () => clock.now(),
    };
  };
}
