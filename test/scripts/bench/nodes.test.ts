import t from 'tap';
import { runNodes } from '../../../scripts/bench/nodes/nodes.ts';
import { figuresOf, tinyRun } from './support.ts';

t.test('a round of several processes is measured, and one in which a process is killed', async (t) => {
  const report = await tinyRun((bench) => runNodes(bench, { rounds: 1, sections: 30, processes: [2] }));
  if (report.notes.length > 0) return t.comment(report.notes[0]!);
  const figures = figuresOf(report);
  for (const measure of ['sections/min', 'CPU ms/section', 'requests'])
    t.ok(figures.includes(`a round over 30 watched sections: 2 processes: ${measure}`), measure);
  const { figures: bereft } = report.tables[1]!.rows[0]!;
  t.ok('sections that waited for its leases' in bereft);
});
