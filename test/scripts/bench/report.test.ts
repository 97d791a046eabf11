import t from 'tap';
import type { Bench } from '../../../scripts/bench/benchmark.ts';
import { cellsOf, digits, goalCells } from '../../../scripts/bench/cells.ts';
import { reportOf } from '../../../scripts/bench/report.ts';

const asked = { args: [], others: () => 0.02, say: () => {} };

function reportBy(run: (bench: Bench) => Promise<void>) {
  return reportOf('shop', { about: 'Tells.', method: 'By hand.', peers: false, run }, asked);
}

t.test('a report has the tables, goals and notes in the order in which they came', async (t) => {
  const report = await reportBy(async (bench) => {
    const { ours } = await bench.compare({
      title: 'Tell',
      rounds: 1,
      contenders: { ours: async () => ({ 'n/s': 7 }) },
    });
    bench.goal({ what: 'enough', value: ours['n/s']!.median, atLeast: 7 });
    bench.goal({ what: 'quick', value: 3, atMost: 2, because: 'the disk' });
    bench.note('It rained.');
  });
  t.match(report, { name: 'shop', command: 'npm run bench -- shop', others: 0.02, notes: ['It rained.'] });
  t.same(report.tables, [
    { title: 'Tell', rounds: 1, rows: [{ name: 'ours', figures: { 'n/s': { median: 7, min: 7, max: 7 } } }] },
  ]);
  t.same(report.goals.map(goalCells), [
    ['enough', 'at least 7', '7', 'reached'],
    ['quick', 'at most 2', '3', 'not reached: the disk'],
  ]);
});

t.test('a cell shows the median, and the spread where there is one', async (t) => {
  const rows = [
    { name: 'ours', figures: { ms: { median: 2, min: 1, max: 3 } } },
    { name: 'theirs', figures: { ms: { median: 5, min: 5, max: 5 }, MB: { median: 1, min: 1, max: 1 } } },
  ];
  t.same(cellsOf({ rows, rounds: 3 }), {
    heads: ['', 'ms', 'MB'],
    lines: [
      ['ours', '2 (1 to 3)', ''],
      ['theirs', '5', '1'],
    ],
  });
});

t.test('a figure has three digits that matter, and no fraction from 100 on', async (t) => {
  t.same([0, 0.042123, 7.3, 99.94, 99.96, 169_860.4].map(digits), ['0', '0.0421', '7.3', '99.9', '100', '169,860']);
});
