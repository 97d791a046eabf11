/** Writes docs/reference/performance.md: the last report of each benchmark. */
import { BENCHMARKS } from '../bench/registry.ts';
import { cellsOf, GOAL_HEADS, goalCells } from '../bench/cells.ts';
import type { Report } from '../bench/report.ts';
import { readReports } from '../bench/results.ts';
import { head, table } from './markdown.ts';

export function performancePage(): string {
  const reports = readReports();
  return [
    head('Measured', 'the last reports of `npm run bench`, which are beside it as JSON'),
    '`npm run bench -- all` measures everything and takes about 15 minutes; `npm run bench -- <name>` measures one',
    'section. The contenders of a table run in one go and take turns, so only compare figures of the same table. A',
    'figure is the median of the rounds, in parentheses the lowest and the highest. Nothing is measured on a machine',
    'that is busy with something else. [Performance](../guides/performance.md) says what follows from the figures.\n',
    ...Object.entries(BENCHMARKS).map(([name, { about }]) => {
      const report = reports.get(name);
      return report === undefined
        ? `## ${name}\n\n${about} Not measured yet: \`npm run bench -- ${name}\`.\n`
        : section(report);
    }),
  ].join('\n');
}

function section({ name, about, method, command, date, machine, tables, goals, notes }: Report): string {
  return [
    `## ${name}\n`,
    `${about}\n`,
    `${method}\n`,
    `\`${command}\` · ${date} · ${machine}\n`,
    ...tables.map((each) => {
      const { heads, lines } = cellsOf(each);
      const rounds = each.rounds === 1 ? 'one round' : `${each.rounds} rounds`;
      const note = each.note === undefined ? '' : `\n${each.note}\n`;
      return `**${each.title}** (${rounds})\n\n${table(heads, lines)}${note}`;
    }),
    ...(goals.length === 0 ? [] : [table(GOAL_HEADS, goals.map(goalCells))]),
    ...notes.map((note) => `${note}\n`),
  ].join('\n');
}
