import { join } from 'node:path';
import t from 'tap';
import { places } from '../../src/actors/places.ts';
import { samplingSpec } from '../../src/actors/sampling.ts';
import { at } from '../../src/nodes/place.ts';
import { ManualClock, supervise, testSystem } from '../../src/runtime/testing/index.ts';
import { storeError } from '../../src/store/errors.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

t.test('a sample is taken in the middle of every step, and a failure costs only that sample', async (t) => {
  const clock = new ManualClock();
  const store = new SqliteStore(join(t.testdir({}), 'store.db'), clock);
  await store.open();
  const begin = clock.now() / 1_000;
  const taken: number[] = [];
  let failure: Error | undefined;
  const sample = async () => {
    taken.push(clock.now() / 1_000 - begin);
    if (failure !== undefined) throw failure;
    return { memory: { rss: 1 } };
  };
  const spec = samplingSpec({ id: 'n', store }, { sample });
  const { system, failures } = await testSystem(t, supervise('root', [at(places.sampling, spec)]), { clock });
  t.teardown(() => store.close());
  await system.start();
  await clock.advance(26_000);
  failure = new Error('an actor does not answer');
  await clock.advance(10_000);
  failure = undefined;
  await clock.advance(10_000);
  t.same(taken, [15, 25, 35, 45]);
  const rows = await store.series.rows(10, 'n', begin, begin + 100);
  t.same(
    rows.map((row) => row.at - begin),
    [10, 20, 40],
  );
  store.series.write = async () => {
    throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'it is away' });
  };
  await clock.advance(10_000);
  delete (store.series as Partial<typeof store.series>).write;
  await clock.advance(10_000);
  t.equal((await store.series.rows(10, 'n', begin, begin + 100)).length, 5, 'a store that is away gets it later');
  t.same(failures, []);
});

t.test('that no process ran is noted before the first sample, and by no later life of the actor', async (t) => {
  const clock = new ManualClock();
  const store = new SqliteStore(join(t.testdir({}), 'store.db'), clock);
  await store.open();
  const before = clock.now() / 1_000 - 1_200;
  await store.series.write(10, 'n', [{ at: before, sample: { memory: { rss: 1 } } }], 0);
  const spec = samplingSpec({ id: 'n', store }, { sample: async () => ({ memory: { rss: 1 } }) });
  const { system } = await testSystem(t, supervise('root', [at(places.sampling, spec)]), { clock });
  t.teardown(() => store.close());
  await system.start();
  await clock.advance(30_000);
  const figures = store.series.figures.bind(store.series);
  let asked = 0;
  store.series.figures = async (...range) => {
    asked += 1;
    return figures(...range);
  };
  system.restart(places.sampling.path);
  await clock.advance(30_000);
  t.equal(asked, 0);
  const incidents = await store.incidents.list(new Date(0).toISOString(), 10);
  t.match(incidents, [{ alert: 'system-down', value: 19 }]);
  t.equal(incidents.length, 1);
});
