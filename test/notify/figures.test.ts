import { join } from 'node:path';
import t from 'tap';
import { figuresOf } from '../../src/notify/figures.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { CSE310, FULL, MAT210, OPEN, see, student, watch } from '../contract/store/harness.ts';

t.test('the figures of many sections are read together: watchers, openings and how long they lasted', async (t) => {
  const clock = new ManualClock();
  const store = new SqliteStore(join(t.testdir({}), 'store.db'), clock);
  await store.open();
  t.teardown(() => store.close());
  const harness = {
    store,
    reopen: async () => undefined,
    advance: (ms: number) => clock.advance(ms),
    now: () => clock.now(),
  };
  await see(harness, CSE310, FULL);
  await see(harness, MAT210, FULL);
  await see(harness, CSE310, OPEN);
  await clock.advance(60_000);
  await see(harness, CSE310, FULL);
  await watch(harness, await student(harness), CSE310);
  const figures = await figuresOf(store, [CSE310, MAT210, CSE310, 'asu/2267/1']);
  t.same(
    [...figures],
    [
      [CSE310, { watchers: 1, count: 1, medianMs: 60_000 }],
      [MAT210, { watchers: 0, count: 0, medianMs: null }],
      ['asu/2267/1', { watchers: 0, count: 0, medianMs: null }],
    ],
  );
});
