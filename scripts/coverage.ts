/**
 * `npm run coverage`: runs the fast unit tests with coverage, prints it by room, and fails when a room has less than
 * its thresholds. They lie a little below where coverage stands, because it varies with the machine. They may only
 * grow. With `--measured` it reads what the last run of all tests has measured.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { THRESHOLDS } from './coverage-map.ts';

interface Count {
  total: number;
  covered: number;
}
type Summary = Record<string, Record<'lines' | 'branches', Count>>;

const ROOMS = Object.keys(THRESHOLDS);
const TAP = 'node_modules/tap/dist/esm/run.mjs';
const SUMMARY = '.tap/report/coverage-summary.json';

let failed = false;
if (!process.argv.includes('--measured')) {
  const tests = `dist/test/{${ROOMS.join(',')}}/**/*.test.js`;
  const run = spawnSync(process.execPath, [TAP, 'run', '--no-disable-coverage', '--reporter=tap', tests], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  failed = run.status !== 0;
  if (failed) process.stdout.write(run.stdout + run.stderr);
}
const summary = Object.entries(JSON.parse(readFileSync(SUMMARY, 'utf8')) as Summary);

/** Percent covered of a room's files. Files that no test loads are not counted. */
function percent(room: string, what: 'lines' | 'branches'): number {
  const counts = summary.filter(([path]) => path.includes(`/src/${room}/`)).map(([, file]) => file[what]);
  const sum = (of: keyof Count): number => counts.reduce((total, count) => total + count[of], 0);
  return (100 * sum('covered')) / Math.max(1, sum('total'));
}

for (const room of ROOMS) {
  const { lines, branches } = THRESHOLDS[room]!;
  const found = { lines: percent(room, 'lines'), branches: percent(room, 'branches') };
  const isEnough = found.lines >= lines && found.branches >= branches;
  failed ||= !isEnough;
  process.stdout.write(
    `${isEnough ? 'ok  ' : 'FAIL'} ${room.padEnd(10)} lines ${found.lines.toFixed(1)} % (at least ${lines}), ` +
      `branches ${found.branches.toFixed(1)} % (at least ${branches})\n`,
  );
}
process.exitCode = failed ? 1 : 0;
