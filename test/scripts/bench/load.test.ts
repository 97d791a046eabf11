import t from 'tap';
import { othersBetween } from '../../../scripts/bench/load.ts';
import { readProcesses, treeCpuMs } from '../../../scripts/bench/process-tree.ts';
import type { ProcessTimes } from '../../../scripts/bench/process-tree.ts';

const OURS = 10;
const readings = (...rows: [pid: number, parent: number, cpuMs: number][]): Map<number, ProcessTimes> =>
  new Map(rows.map(([pid, parent, cpuMs]) => [pid, { parent, cpuMs }]));

t.test('what runs outside our tree counts as others, also when it began in the meantime', async (t) => {
  const before = readings([OURS, 5, 100], [20, 5, 1_000]);
  const after = readings([OURS, 5, 900], [11, OURS, 700], [20, 5, 1_250], [21, 20, 50]);
  t.equal(othersBetween(OURS, before, after), 300);
});

t.test('what our browsers leave behind is not taken for others', async (t) => {
  const before = readings([1, 0, 10], [OURS, 5, 100], [11, OURS, 0]);
  const after = readings([1, 0, 900], [OURS, 5, 100], [11, 1, 800], [12, 1, 500]);
  t.equal(othersBetween(OURS, before, after), 0);
});

t.test('CPU time of this process grows while it works', async (t) => {
  t.ok(readProcesses().has(process.pid));
  const before = treeCpuMs(process.pid);
  for (const until = process.cpuUsage().user + 60_000; process.cpuUsage().user < until;);
  t.ok(treeCpuMs(process.pid) > before);
});
