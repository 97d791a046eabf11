/** Series: figures of nodes over time. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';

export function seriesContract(t: Test, make: MakeHarness): void {
  t.test('a row survives a restart and comes back as it was, to its own node only', async (t) => {
    const harness = await make(t);
    const sample = { memory: { rss: 5.5, heap: 0 }, 'latency-email': { '2500': 3, Infinity: 1 }, errors: {} };
    await harness.store.series.write(10, 'a', [{ at: 100, sample }], 0);
    await harness.reopen();
    t.same(await harness.store.series.rows(10, 'a', 100, 101), [{ at: 100, sample }]);
    t.same(await harness.store.series.rows(10, 'b', 100, 101), []);
    t.same(await harness.store.series.rows(60, 'a', 100, 101), [], 'each step has its own rows');
    t.same(await harness.store.series.figures(10, 'errors', 0, 200), [{ at: 100, figures: {} }]);
  });

  t.test('a row replaces the one of the same node and time', async (t) => {
    const { store } = await make(t);
    await store.series.write(10, 'a', [{ at: 100, sample: { memory: { rss: 1 }, errors: {} } }], 0);
    await store.series.write(10, 'a', [{ at: 100, sample: { memory: { rss: 2 } } }], 0);
    await store.series.write(10, 'b', [{ at: 100, sample: { memory: { rss: 3 } } }], 0);
    t.same(await store.series.rows(10, 'a', 0, 200), [{ at: 100, sample: { memory: { rss: 2 } } }]);
  });

  t.test('the figures of one series come from all nodes, oldest first, and end before the end', async (t) => {
    const { store } = await make(t);
    const row = (at: number, rss: number) => ({ at, sample: { memory: { rss }, told: { changes: 1 } } });
    await store.series.write(10, 'b', [row(30, 4), row(10, 1), row(20, 2)], 0);
    await store.series.write(10, 'a', [row(20, 3), { at: 10, sample: { told: { changes: 1 } } }], 0);
    t.same(await store.series.figures(10, 'memory', 10, 30), [
      { at: 10, figures: { rss: 1 } },
      { at: 20, figures: { rss: 3 } },
      { at: 20, figures: { rss: 2 } },
    ]);
    t.same(
      (await store.series.rows(10, 'b', 10, 30)).map(({ at }) => at),
      [10, 20],
    );
  });

  t.test('a write deletes what is too old, of all nodes but of its own step only', async (t) => {
    const { store } = await make(t);
    const rows = [100, 110, 120].map((at) => ({ at, sample: { memory: { rss: at } } }));
    for (const node of ['a', 'b']) await store.series.write(10, node, rows, 0);
    await store.series.write(60, 'a', rows, 0);
    await store.series.write(10, 'a', [], 120);
    const left = async (step: number): Promise<number[]> =>
      (await store.series.figures(step, 'memory', 0, 1_000)).map(({ at }) => at);
    t.same(await left(10), [120, 120]);
    t.same(await left(60), [100, 110, 120]);
  });

  t.test('many rows are written at once', async (t) => {
    const { store } = await make(t);
    const rows = Array.from({ length: 1_100 }, (_, index) => ({ at: index, sample: { memory: { rss: index } } }));
    await store.series.write(10, 'a', rows, 0);
    t.same(await store.series.rows(10, 'a', 0, 2_000), rows);
  });
}
