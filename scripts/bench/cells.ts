/** The figures of a report as text, for the terminal and for the reference. */
import type { Goal, Summary } from './benchmark.ts';
import type { Table } from './report.ts';

/** Returns the heads and the rows of a table. A figure is the median; with several rounds its spread follows. */
export function cellsOf({ rows, rounds }: Pick<Table, 'rows' | 'rounds'>): { heads: string[]; lines: string[][] } {
  const measures = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  const cell = (figure: Summary[string] | undefined): string => {
    if (figure === undefined) return '';
    const { median, min, max } = figure;
    return rounds === 1 || min === max ? digits(median) : `${digits(median)} (${digits(min)} to ${digits(max)})`;
  };
  return {
    heads: ['', ...measures],
    lines: rows.map(({ name, figures }) => [name, ...measures.map((measure) => cell(figures[measure]))]),
  };
}

export const GOAL_HEADS = ['goal', 'must be', 'is', ''];

export function goalCells({ what, value, atLeast, atMost, reached, because }: Goal & { reached: boolean }): string[] {
  const bound = atLeast === undefined ? `at most ${digits(atMost!)}` : `at least ${digits(atLeast)}`;
  const verdict = reached ? 'reached' : ['not reached', because].filter((part) => part !== undefined).join(': ');
  return [what, bound, digits(value), verdict];
}

/** Three significant digits, and no fraction from 100 on: `0.0421`, `7.30`, `128`, `169,860`. */
export function digits(value: number): string {
  if (value === 0) return '0';
  return Math.abs(value) >= 99.95 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

/** A table for the terminal, with columns of equal width. */
export function plainTable(heads: readonly string[], lines: readonly (readonly string[])[]): string {
  const all = [heads, ...lines];
  const widths = heads.map((_, column) => Math.max(...all.map((line) => line[column]!.length)));
  return all
    .map((line) =>
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
}
