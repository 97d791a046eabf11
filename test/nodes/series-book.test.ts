import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import type { Measured } from '../../src/domain/series-points.ts';
import { SeriesBook } from '../../src/nodes/series-book.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';
import { storeError } from '../../src/store/errors.ts';
import type { SeriesStore } from '../../src/store/series.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

const DAY_S = 86_400;
/** A whole number of days. */
const START_S = 20_780 * DAY_S;

async function stage(t: Test) {
  const store = new SqliteStore(join(t.testdir({}), 'store.db'), new ManualClock());
  await store.open();
  t.teardown(() => store.close());
  const told = (step: number): Promise<Measured[]> => store.series.figures(step, 'told', 0, START_S + 30 * DAY_S);
  return { series: store.series, told };
}

/** Adds a sample every 10 s, each with one change. `to` is left out. */
async function run(book: SeriesBook, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += 10) await book.add({ told: { changes: 1 } }, (at + 5) * 1_000);
}

t.test('samples become minutes, and minutes become ten minutes, when they are over', async (t) => {
  const { series, told } = await stage(t);
  await run(new SeriesBook(series, 'a'), START_S, START_S + 1_200);
  t.equal((await told(10)).length, 120);
  const minutes = await told(60);
  t.same([minutes.length, minutes[0]], [19, { at: START_S, figures: { changes: 6 } }], 'the last is not over');
  t.same(await told(600), [{ at: START_S, figures: { changes: 60 } }]);
});

t.test('a process that starts again goes on with what the one before has left', async (t) => {
  const { series, told } = await stage(t);
  await run(new SeriesBook(series, 'a'), START_S, START_S + 90);
  await run(new SeriesBook(series, 'a'), START_S + 180, START_S + 250);
  t.same(await told(60), [
    { at: START_S, figures: { changes: 6 } },
    { at: START_S + 60, figures: { changes: 3 } },
    { at: START_S + 180, figures: { changes: 6 } },
  ]);
});

t.test('what the store could not take is written when it is back, and put together then', async (t) => {
  const { series, told } = await stage(t);
  let away = true;
  const flaky: Pick<SeriesStore, 'write' | 'rows'> = {
    write: async (...args) => {
      if (away) throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'it is away' });
      return series.write(...args);
    },
    rows: (...args) => series.rows(...args),
  };
  const book = new SeriesBook(flaky, 'a');
  for (let at = START_S; at < START_S + 60; at += 10) await t.rejects(run(book, at, at + 10));
  away = false;
  await run(book, START_S + 60, START_S + 70);
  t.equal((await told(10)).length, 7);
  t.same(await told(60), [{ at: START_S, figures: { changes: 6 } }]);
});

t.test('the number of rows is bounded, whatever the uptime', async (t) => {
  const { series, told } = await stage(t);
  const old = (at: number) => [{ at, sample: { told: { changes: 1 } } }];
  for (const [step, seconds] of [
    [10, 3_600],
    [60, DAY_S],
    [600, 7 * DAY_S],
  ] as const)
    for (const age of [seconds, seconds + 599, seconds + 1_201]) await series.write(step, 'b', old(START_S - age), 0);
  await run(new SeriesBook(series, 'a'), START_S, START_S + 610);
  t.same(
    (await told(10)).filter(({ at }) => at < START_S).map(({ at }) => START_S + 600 - at),
    [4_200],
  );
  for (const [step, seconds] of [
    [60, DAY_S],
    [600, 7 * DAY_S],
  ] as const)
    t.same(
      (await told(step)).filter(({ at }) => at < START_S).map(({ at }) => START_S + 600 - at),
      [seconds + 600],
      'rows of a node that is gone go too',
    );
});

t.test('after the clock was set back, minutes are written again', async (t) => {
  const { series, told } = await stage(t);
  const book = new SeriesBook(series, 'a');
  await run(book, START_S + 7_200, START_S + 7_270);
  await run(book, START_S, START_S + 130);
  t.same(
    (await told(60)).map(({ at }) => at - START_S),
    [0, 60, 7_200],
  );
});
