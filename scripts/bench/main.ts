/**
 * Runs benchmarks.
 *
 *     npm run bench                             lists them
 *     npm run bench -- <name> [argument…]       runs one and writes its section of docs/reference/performance.md
 *     npm run bench -- all                      runs all of them
 *     npm run bench -- --quick [--accept]       compares ratios with baseline.json; makes them the new baseline
 *
 * `--json` prints the report as JSON. `--anyway` measures on a busy machine too, and then writes nothing.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { performancePage } from '../docs/performance-page.ts';
import type { Benchmark } from './benchmark.ts';
import { cellsOf, digits, GOAL_HEADS, goalCells, plainTable } from './cells.ts';
import { acceptAsBaseline, guard, readBaseline, WORSE_MAX } from './guard.ts';
import { LOAD_MAX, sampleOthers, watchOthers } from './load.ts';
import { installPeers } from './peers.ts';
import { BENCHMARKS } from './registry.ts';
import type { Report } from './report.ts';
import { reportOf } from './report.ts';
import { saveReport } from './results.ts';

const EXIT = { failed: 1, wrongUse: 2, busy: 3 } as const;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    anyway: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    accept: { type: 'boolean', default: false },
  },
});
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const complain = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

process.exitCode = await main(positionals);

async function main([name, ...args]: string[]): Promise<number> {
  if (options.quick) return quick();
  if (name === undefined) {
    say(list());
    return 0;
  }
  const chosen = name === 'all' ? Object.entries(BENCHMARKS) : [[name, BENCHMARKS[name]] as const];
  for (const [each, benchmark] of chosen) {
    if (benchmark === undefined) {
      complain(`There is no benchmark "${each}".\n\n${list()}`);
      return EXIT.wrongUse;
    }
    const status = await measure(each, benchmark, args);
    if (status !== 0) return status;
  }
  return 0;
}

async function measure(name: string, benchmark: Benchmark, args: string[]): Promise<number> {
  if (benchmark.peers) installPeers();
  const before = options.anyway ? 0 : await sampleOthers();
  if (before > LOAD_MAX) return refuse(before, 'use');
  const report = await reportOf(name, benchmark, { args, others: watchOthers(), say: complain });
  if (report.others > LOAD_MAX && !options.anyway) return refuse(report.others, 'used meanwhile');
  say(options.json ? JSON.stringify(report) : asText(report));
  if (options.anyway) return 0;
  await saveReport(report);
  writeFileSync('docs/reference/performance.md', performancePage());
  return 0;
}

function refuse(share: number, verb: string): number {
  const [are, may] = [share, LOAD_MAX].map((each) => `${Math.round(100 * each)} %`);
  complain(`The machine is busy: other programs ${verb} ${are} of its cores, and at most ${may} is accepted.`);
  complain('The figures would say nothing. Try again when it is quiet, or add --anyway to see them.');
  return EXIT.busy;
}

async function quick(): Promise<number> {
  const verdicts = await guard(BENCHMARKS, readBaseline());
  if (options.accept) await acceptAsBaseline(verdicts);
  const lines = verdicts.map(({ ratio, before, now, passed }) => {
    const verdict = before === undefined ? 'new' : now === undefined ? 'gone' : passed ? 'passed' : 'FAILED';
    return [ratio, ...[before, now].map((value) => (value === undefined ? '–' : digits(value))), verdict];
  });
  say(options.json ? JSON.stringify(verdicts) : plainTable(['ratio', 'baseline', 'now', ''], lines));
  if (options.accept || verdicts.every(({ passed }) => passed)) return 0;
  const percent = Math.round(100 * (WORSE_MAX - 1));
  complain(`A ratio is more than ${percent} % worse than its baseline, or has none. If that is meant: add --accept.`);
  return EXIT.failed;
}

function asText(report: Report): string {
  const { name, about, machine, others, tables, goals, notes } = report;
  return [
    `${name}: ${about}`,
    `${machine}; other programs used ${Math.round(100 * others)} % of its cores`,
    ...tables.map((table) => {
      const { heads, lines } = cellsOf(table);
      return `\n${table.title} (${table.rounds} rounds)\n\n${plainTable(heads, lines)}`;
    }),
    ...(goals.length === 0 ? [] : ['', plainTable(GOAL_HEADS, goals.map(goalCells))]),
    ...notes.map((note) => `\n${note}`),
  ].join('\n');
}

function list(): string {
  const width = Math.max(...Object.keys(BENCHMARKS).map((each) => each.length), 'all'.length);
  const lines = Object.entries(BENCHMARKS).map(([each, { about }]) => `  ${each.padEnd(width)}  ${about}`);
  return ['npm run bench -- <name> [--json]', '', ...lines, `  ${'all'.padEnd(width)}  All of them.`].join('\n');
}
