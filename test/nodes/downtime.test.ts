import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { noteDowntime } from '../../src/nodes/downtime.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

const MINUTE_MS = 60_000;
const AT = Date.parse('2026-11-23T20:00:00.000Z');
const SAMPLE = { memory: { rss: 1 } };

async function stage(t: Test) {
  const store = new SqliteStore(join(t.testdir({}), 'store.db'), new ManualClock());
  await store.open();
  t.teardown(() => store.close());
  const sampled = (step: number, beforeMs: number): Promise<void> =>
    store.series.write(step, 'a', [{ at: (AT - beforeMs) / 1_000, sample: SAMPLE }], 0);
  const incidents = () => store.incidents.list(new Date(0).toISOString(), 10);
  return { store, sampled, incidents };
}

t.test('the time in which no process ran is an incident that is over', async (t) => {
  const { store, sampled, incidents } = await stage(t);
  await sampled(10, 25 * MINUTE_MS);
  await noteDowntime(store, AT);
  const startedAt = new Date(AT - 25 * MINUTE_MS + 10_000).toISOString();
  t.match(await incidents(), [
    { alert: 'system-down', severity: 'critical', startedAt, endedAt: new Date(AT).toISOString(), value: 24 },
  ]);
});

t.test('a restart, and the first start ever, are no incidents', async (t) => {
  const { store, sampled, incidents } = await stage(t);
  await noteDowntime(store, AT);
  await sampled(10, MINUTE_MS);
  await noteDowntime(store, AT);
  t.same(await incidents(), []);
});

t.test('after days, the coarser figures still say when it stopped', async (t) => {
  const { store, sampled, incidents } = await stage(t);
  await sampled(600, 3 * 24 * 60 * MINUTE_MS);
  await noteDowntime(store, AT);
  const [incident] = await incidents();
  t.equal(incident!.startedAt, new Date(AT - 3 * 24 * 60 * MINUTE_MS + 10 * MINUTE_MS).toISOString());
});

t.test('it is noted once, even by several processes that start together', async (t) => {
  const { store, sampled, incidents } = await stage(t);
  await sampled(10, 25 * MINUTE_MS);
  await noteDowntime(store, AT);
  await noteDowntime(store, AT + 3_000);
  t.equal((await incidents()).length, 1);
});

t.test('what the store could not take is noted at the next call', async (t) => {
  const { store, sampled, incidents } = await stage(t);
  await sampled(10, 25 * MINUTE_MS);
  let isAway = true;
  const start: typeof store.incidents.start = async (incident) => {
    if (isAway) throw new Error('it is away');
    await store.incidents.start(incident);
  };
  const end: typeof store.incidents.end = (...args) => store.incidents.end(...args);
  const away = { series: store.series, incidents: { start, end } };
  await t.rejects(noteDowntime(away, AT), /away/);
  isAway = false;
  await noteDowntime(away, AT);
  t.equal((await incidents()).length, 1);
});
