import t from 'tap';
import { runFanout } from '../../../scripts/bench/fanout/fanout.ts';
import { figuresOf, tinyRun } from './support.ts';

t.test('one change reaches all live pages and all watches, and both are timed', async (t) => {
  const sizes = { rounds: 2, clients: [1, 3], frozen: 1, watches: 12 };
  const report = await tinyRun((bench) => runFanout(bench, sizes));
  const figures = figuresOf(report);
  for (const title of [
    'a seat is taken and opens again, to one live page',
    'a seat is taken and opens again, to 3 live pages',
  ])
    for (const name of ['ours', 'ws alone'])
      for (const measure of ['p99 ms', 'ms to the last frame', 'CPU µs/frame'])
        t.ok(figures.includes(`${title}: ${name}: ${measure}`), `${title}: ${name}: ${measure}`);
  t.ok(figures.includes('the same, and 1 of them read nothing: ours: p99 ms'));
  t.ok(figures.includes('one opening to 12 watches: ours: ms until all are queued'));
  t.ok(figures.includes('one opening to 12 watches: ours: CPU µs/notification'));
  t.same(
    report.goals.map(({ what }) => what),
    [
      'p99 from the commit to the frame, 3 live pages, ms',
      'speed of ws alone that is reached, by p99',
      'memory of a connection, kB',
      'p99 beside pages that read nothing, ms',
    ],
  );
});
