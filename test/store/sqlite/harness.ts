/** The embedded store under the contract, with a file per test and a clock that is advanced. */
import { join } from 'node:path';
import type { Test } from 'tap';
import type { StoreClock } from '../../../src/store/sqlite/connection.ts';
import type { Store } from '../../../src/store/store.ts';
import type { MakeHarness } from '../../contract/store/harness.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { migratedFile } from '../../support/migrated-file.ts';

export function sqliteHarness(create: (path: string, clock: StoreClock) => Store): MakeHarness {
  let made = 0;
  return async (t: Test) => {
    const clock = new ManualClock();
    const path = await migratedFile(join(t.testdir({}), `store-${(made += 1)}.db`));
    let store = create(path, clock);
    await store.open();
    t.teardown(() => store.close());
    return {
      get store(): Store {
        return store;
      },
      async reopen(): Promise<void> {
        await store.close();
        store = create(path, clock);
        await store.open();
      },
      advance: (ms) => clock.advance(ms),
      jump: (byMs) => clock.jump(byMs),
      now: () => clock.now(),
    };
  };
}
