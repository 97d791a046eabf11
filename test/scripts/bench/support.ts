/** Runs a benchmark with tiny sizes, as its test wants it. */
import type { Bench } from '../../../scripts/bench/benchmark.ts';
import type { Report } from '../../../scripts/bench/report.ts';
import { reportOf } from '../../../scripts/bench/report.ts';

export function tinyRun(run: (bench: Bench) => Promise<void>): Promise<Report> {
  const about = { about: '', method: '', peers: false };
  return reportOf('tiny', { ...about, run }, { args: [], others: () => 0, say: () => {} });
}

/** `title: contender: measure`, for each figure that is a positive number. */
export function figuresOf({ tables }: Report): string[] {
  return tables.flatMap(({ title, rows }) =>
    rows.flatMap(({ name, figures }) =>
      Object.entries(figures)
        .filter(([, { median }]) => median > 0 && Number.isFinite(median))
        .map(([measure]) => `${title}: ${name}: ${measure}`),
    ),
  );
}
