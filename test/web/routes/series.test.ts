import t from 'tap';
import { SERIES_NAMES } from '../../../src/domain/series.ts';
import { bearer, stage } from '../stage.ts';

interface Answer {
  columns: string[];
  points: (number | null)[][];
}

t.test('the figures of all nodes are put together, and steps without any are gaps', async (t) => {
  const { ask, clock, store } = await stage(t);
  const now = Math.floor(clock.now() / 10_000) * 10;
  const row = (at: number, free: number) => ({ at, sample: { browsers: { free, busy: 1, waiting: 0, failed: 0 } } });
  await store.series.write(10, 'a', [row(now - 30, 1), row(now - 10, 1)], 0);
  await store.series.write(10, 'b', [row(now - 10, 2)], 0);
  const { status, body } = await ask('GET', '/api/v1/series?name=browsers&range=1h', { headers: bearer });
  t.match(
    { status, body },
    {
      status: 200,
      body: { name: 'browsers', unit: 'count', stepSeconds: 10, columns: ['free', 'busy', 'waiting', 'failed'] },
    },
  );
  const { points } = body as unknown as Answer;
  t.equal(points.length, 360);
  t.same(points.slice(-3), [
    [now - 30, 1, 1, 0, 0],
    [now - 20, null, null, null, null],
    [now - 10, 3, 2, 0, 0],
  ]);
});

t.test('each range has its own step', async (t) => {
  const { ask } = await stage(t);
  for (const [range, stepSeconds, count] of [
    ['1h', 10, 359],
    ['24h', 60, 1_439],
    ['7d', 600, 1_007],
  ] as const) {
    const { body } = await ask('GET', `/api/v1/series?name=memory&range=${range}`, { headers: bearer });
    const { points } = body as unknown as Answer;
    t.match(body, { stepSeconds });
    t.equal(points.length, count, 'the newest step is left out until it is written');
    t.ok(points.every(([at]) => at! % stepSeconds === 0));
  }
});

t.test('an unknown name or range is refused, and the document lists the names', async (t) => {
  const { ask } = await stage(t);
  for (const query of ['name=secrets&range=1h', 'name=memory&range=1y', 'name=memory', 'range=1h', '']) {
    const { status, body } = await ask('GET', `/api/v1/series?${query}`, { headers: bearer });
    t.match({ status, body }, { status: 422, body: { code: 'PMC_BODY_INVALID' } }, query);
  }
  const document = JSON.stringify((await ask('GET', '/docs/json')).body);
  t.ok(document.includes(JSON.stringify(SERIES_NAMES)));
});

t.test('only operators see series', async (t) => {
  const { ask, signIn } = await stage(t);
  const path = '/api/v1/series?name=memory&range=1h';
  t.equal((await ask('GET', path)).status, 401);
  t.equal((await ask('GET', path, { cookie: await signIn('ada@example.edu') })).status, 403);
});
