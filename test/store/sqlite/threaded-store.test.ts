import { once } from 'node:events';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import t from 'tap';
import { createSqliteStore, startStoreThread } from '../../../src/store/sqlite/threaded-store.ts';
import type { StoreThread } from '../../../src/store/sqlite/threaded-store.ts';
import { commitOf, keysOf, LEASE_MS } from '../../contract/store/harness.ts';
import { storeContract } from '../../contract/store/store.ts';
import { sqliteHarness } from './harness.ts';

const make = sqliteHarness(createSqliteStore);

// Starting a thread takes a hundred times as long as most of these tests, so they share one.
const shared = startStoreThread();
t.teardown(() => shared.destroy());
const onShared = { run: shared.run.bind(shared), destroy: async () => undefined } as StoreThread;

storeContract(
  t,
  sqliteHarness((path, clock) => createSqliteStore(path, clock, () => onShared)),
);

t.test('a long list arrives completely and in order', async (t) => {
  const harness = await make(t);
  const sections = Array.from({ length: 1_234 }, (_, index) => `asu/2267/${10_000 + index}`);
  await harness.store.sections.commit(
    'one',
    sections.map((section) => commitOf(harness, section, null)),
  );
  t.same(keysOf(await harness.store.sections.page(null, 10_000)), sections);
  t.same(keysOf(await harness.store.sections.claim('asu', { sections }, 'one', LEASE_MS)), sections);
});

t.test('a long list in a record arrives completely and in order, with the rest of the record', async (t) => {
  const harness = await make(t);
  const sections = Array.from({ length: 1_001 }, (_, index) => `asu/2267/${10_000 + index}`);
  const commits = sections.map((section) => commitOf(harness, section, null));
  const { committed, lost } = await harness.store.sections.commit('one', commits);
  t.same(keysOf(committed), sections);
  t.same(lost, []);
});

t.test('calls take effect in the order they were made', async (t) => {
  const { store } = await make(t);
  void store.pauses.set('checks', 'asu');
  void store.pauses.clear('checks', 'asu');
  t.same(await store.pauses.list(), []);
});

t.test('opening fails with a reason, and can be tried again', async (t) => {
  const path = join(t.testdir({}), 'store.db');
  const first = createSqliteStore(path, Date);
  await first.open();
  const second = createSqliteStore(path, Date);
  await t.rejects(second.open(), { code: 'PMC_STORE_LOCKED' });
  await t.rejects(second.ping(), { code: 'PMC_STORE_UNAVAILABLE' });
  await first.close();
  await second.open();
  await t.resolves(second.ping());
  await second.close();
});

t.test('a dead thread is replaced, and the new one finds the stored data', async (t) => {
  const started = once(process, 'worker') as Promise<[Worker]>;
  const { store } = await make(t);
  await store.pauses.set('checks', 'asu');
  const [thread] = await started;
  await thread.terminate();
  t.match(await store.pauses.list(), [{ scope: 'checks', institution: 'asu' }]);
});

t.test('leases survive the death of the thread and a reopening, because they end only with the process', async (t) => {
  const started = once(process, 'worker') as Promise<[Worker]>;
  const { store } = await make(t);
  const sections = ['asu/2267/66445'];
  await store.sections.claim('asu', { sections }, 'one', LEASE_MS);
  const [thread] = await started;
  await thread.terminate();
  t.same(await store.sections.claim('asu', { sections }, 'rival', LEASE_MS), []);
  await store.close();
  await store.open();
  t.same(await store.sections.claim('asu', { sections }, 'rival', LEASE_MS), []);
});
