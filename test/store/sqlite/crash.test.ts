import { join } from 'node:path';
import t from 'tap';
import { SqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { LEASE_MS } from '../../contract/store/harness.ts';
import { saidOnce, workUntil } from '../work-until.ts';

for (const count of [2, 13, 101, 502]) {
  t.test(`nothing is lost and nothing is sent twice when the process is killed after ${count} writes`, async (t) => {
    const path = join(t.testdir({}), 'store.db');
    const lines = await workUntil(t, `sqlite:${path}`, count);
    const store = new SqliteStore(path, { now: () => Date.now() + LEASE_MS });
    await store.open();
    t.teardown(() => store.close());
    await saidOnce(t, store, lines);
  });
}

t.test('a second process is rejected, and accepted once the first one is dead', async (t) => {
  const path = join(t.testdir({}), 'store.db');
  const store = new SqliteStore(path, Date);
  await workUntil(t, `sqlite:${path}`, 1, async () => {
    await t.rejects(store.open(), { code: 'PMC_STORE_LOCKED' });
    await t.rejects(store.ping(), { code: 'PMC_STORE_UNAVAILABLE' });
  });
  await store.open();
  t.teardown(() => store.close());
  await t.resolves(store.ping());
});
