import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { StoredReadings } from '../../src/nodes/stored-readings.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

async function openStore(t: Test, clock: ManualClock): Promise<SqliteStore> {
  const store = new SqliteStore(join(t.testdir({}), 'store.db'), clock);
  await store.open();
  t.teardown(() => store.close());
  return store;
}

t.test('pauses are read each time, and counts at most every ten seconds', async (t) => {
  const clock = new ManualClock();
  const store = await openStore(t, clock);
  let counted = 0;
  const totals = { read: async () => ({ students: (counted += 1), messages: 0 }) };
  const { deadLetters, notifications, pauses } = store;
  const stored = new StoredReadings({ deadLetters, notifications, pauses, totals }, clock);
  t.same(await stored.read(), { deadLetters: 0, pending: 0, students: 1, messagesToday: 0, pauses: [] });
  const pause = await pauses.set('checks', null);
  t.match(await stored.read(), { students: 1, pauses: [pause] });
  await clock.advance(10_000);
  t.match(await stored.read(), { students: 2 });
});

t.test('a store that fails, or takes longer than two seconds, gives nothing', async (t) => {
  const clock = new ManualClock();
  const store = await openStore(t, clock);
  const { deadLetters, notifications, pauses } = store;
  const totals = { read: () => new Promise<never>(() => {}) };
  const slow = new StoredReadings({ deadLetters, notifications, pauses, totals }, clock).read();
  await clock.advance(2_000);
  t.equal(await slow, null);
  await store.close();
  t.equal(await new StoredReadings(store, clock).read(), null);
});
