import { join } from 'node:path';
import t from 'tap';
import { storeError } from '../../src/store/errors.ts';
import type { Test } from 'tap';
import { places } from '../../src/actors/places.ts';
import { storeSpec } from '../../src/actors/store.ts';
import { at } from '../../src/nodes/place.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { commitOf, see } from '../contract/store/harness.ts';
import type { StoreHarness } from '../contract/store/harness.ts';
import { ManualClock, type TestSystem, supervise, testSystem } from '../../src/runtime/testing/index.ts';

const HOUR_MS = 3_600_000;

async function withStore(
  t: Test,
  publishes = true,
): Promise<TestSystem & { harness: StoreHarness; store: SqliteStore }> {
  const clock = new ManualClock();
  const store = new SqliteStore(join(t.testdir({}), 'store.db'), clock);
  const test = await testSystem(
    t,
    supervise('root', [
      at(places.store, storeSpec({ store, config: { retentionMs: HOUR_MS / 2 }, members: { publishes } })),
    ]),
    {},
    clock,
  );
  await test.system.start();
  const harness: StoreHarness = {
    store,
    now: () => clock.now(),
    advance: (ms) => clock.advance(ms),
    reopen: () => Promise.reject(new Error('not here')),
  };
  return { ...test, harness, store };
}

t.test('a read-only store stays open and is logged once; a store that does not answer is opened again', async (t) => {
  const { clock, store, node, log } = await withStore(t);
  const failWith = (code: 'PMC_STORE_UNWRITABLE' | 'PMC_STORE_UNAVAILABLE'): void => {
    Object.assign(store, { ping: () => Promise.reject(storeError(code, { reason: 'as the test wishes' })) });
  };
  failWith('PMC_STORE_UNWRITABLE');
  await clock.advance(60_000);
  t.equal(node('store').restarts, 0);
  t.equal(log.events().filter((event) => event === 'nothing can be written').length, 1);
  Reflect.deleteProperty(store, 'ping');
  await clock.advance(10_000);
  t.equal(log.events().filter((event) => event === 'writing works again').length, 1);
  failWith('PMC_STORE_UNAVAILABLE');
  await clock.advance(11_000);
  t.equal(node('store').restarts, 1);
});

t.test('old data is removed in batches, soon after the start and then hourly', async (t) => {
  const { clock, harness, store } = await withStore(t);
  const sections = Array.from({ length: 1_100 }, (_, index) => `asu/2261/${10_000 + index}`);
  await store.sections.commit(
    'one',
    sections.map((section) => commitOf(harness, section, null)),
  );
  await clock.advance(HOUR_MS / 4);
  t.equal((await store.sections.page(null, 10_000)).length, 1_100, 'nothing is old');
  await clock.advance(HOUR_MS);
  t.same(await store.sections.page(null, 10_000), []);
});

t.test('of many nodes, only one removes old data', async (t) => {
  const { clock, harness, store } = await withStore(t, false);
  await see(harness, 'asu/2261/10000');
  await clock.advance(2 * HOUR_MS);
  t.equal((await store.sections.page(null, 10)).length, 1);
});
