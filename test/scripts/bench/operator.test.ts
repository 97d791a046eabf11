import t from 'tap';
import { runOperator } from '../../../scripts/bench/operator/operator.ts';
import { figuresOf, tinyRun } from './support.ts';

t.test('the operator page is measured in the browser and in the server, and is pushed what changes', async (t) => {
  const report = await tinyRun((bench) => runOperator(bench, { nodes: 1, browsers: 1, rounds: 1, seconds: 1 }));
  const figures = figuresOf(report);
  const title = '1 nodes of 16 actors, 10 changes per second';
  for (const measure of ['browser, % of a core', 'server, % of a core', 'frames/s'])
    t.ok(figures.includes(`${title}: open: ${measure}`), measure);
  t.equal(report.goals.length, 3);
  t.match(report.goals.at(-1), { what: 'requests of the open page', value: 0, reached: true });
});
