/** The report of a benchmark: what `--json` prints, and what the reference is written from. */
import { availableParallelism, cpus, totalmem } from 'node:os';
import { inTurns } from './compare.ts';
import type { Bench, Benchmark, Goal, Summary } from './benchmark.ts';

export interface Table {
  title: string;
  rounds: number;
  rows: { name: string; figures: Summary }[];
  note?: string;
}

export interface Report {
  name: string;
  command: string;
  /** ISO day. */
  date: string;
  machine: string;
  /** Share of all cores that other programs used meanwhile. */
  others: number;
  about: string;
  method: string;
  tables: Table[];
  goals: (Goal & { reached: boolean })[];
  notes: string[];
}

/** Runs a benchmark. `others` tells the share of the cores that other programs used, when it is over. */
export async function reportOf(
  name: string,
  { about, method, run }: Benchmark,
  { args, others, say }: { args: readonly string[]; others: () => number; say: (progress: string) => void },
): Promise<Report> {
  const report: Pick<Report, 'tables' | 'goals' | 'notes'> = { tables: [], goals: [], notes: [] };
  const bench: Bench = {
    args,
    compare: async ({ title, rounds, contenders, note }) => {
      const summaries = await inTurns({ rounds, contenders }, (round, contender) => {
        say(`${title}: round ${round} of ${rounds}, ${contender}`);
      });
      const rows = Object.entries(summaries).map(([contender, figures]) => ({ name: contender, figures }));
      report.tables.push({ title, rounds, rows, ...(note !== undefined && { note }) });
      return summaries;
    },
    goal: (goal) => {
      const { value, atLeast = -Infinity, atMost = Infinity } = goal;
      report.goals.push({ ...goal, reached: value >= atLeast && value <= atMost });
    },
    note: (sentence) => {
      report.notes.push(sentence);
    },
  };
  await run(bench);
  return {
    name,
    command: ['npm run bench --', name, ...args].join(' '),
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    others: others(),
    about,
    method,
    ...report,
  };
}

/** `2 cores (AMD EPYC), 8 GB, Linux, Node v22.1.0`. */
function machine(): string {
  const model = cpus()[0]?.model.trim();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const cores = `${availableParallelism()} cores${model ? ` (${model})` : ''}`;
  return `${cores}, ${memory}, ${process.platform}, Node ${process.version}`;
}
