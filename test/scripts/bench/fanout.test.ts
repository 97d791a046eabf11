import t from 'tap';
import { runFanout } from '../../../scripts/bench/fanout/fanout.ts';
import { figuresOf, tinyRun } from './support.ts';

t.test('one change reaches all live pages and all watches, and both are timed', async (t) => {
  const report = await tinyRun((bench) => runFanout(bench, { rounds: 2, clients: [1, 3], watches: 12 }));
  const figures = figuresOf(report);
  for (const title of [
    'a seat is taken and opens again, to one live page',
    'a seat is taken and opens again, to 3 live pages',
  ])
    for (const name of ['ours', 'ws alone']) {
      t.ok(figures.includes(`${title}: ${name}: ms to the last frame`), `${title}: ${name}`);
      t.ok(figures.includes(`${title}: ${name}: CPU µs/frame`), `${title}: ${name}`);
    }
  t.ok(figures.includes('one opening to 12 watches: ours: ms until all are queued'));
  t.ok(figures.includes('one opening to 12 watches: ours: CPU µs/notification'));
});
