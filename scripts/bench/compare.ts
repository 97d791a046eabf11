/** Rounds of contenders that take turns, and their summary. */
import type { Comparison, Figures, Summary } from './benchmark.ts';

/** Runs every contender once per round. The order turns from round to round, so that nobody always comes first. */
export async function inTurns(
  { rounds, contenders }: Pick<Comparison, 'rounds' | 'contenders'>,
  onRound: (round: number, name: string) => void,
): Promise<Record<string, Summary>> {
  const names = Object.keys(contenders);
  const measured = new Map<string, Figures[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      onRound(round + 1, name);
      measured.get(name)!.push(await contenders[name]!());
    }
  }
  return Object.fromEntries(names.map((name) => [name, summaryOf(measured.get(name)!)]));
}

/** Returns the median, the lowest and the highest value of each measure. A round may lack a measure. */
export function summaryOf(rounds: readonly Figures[]): Summary {
  const measures = [...new Set(rounds.flatMap((figures) => Object.keys(figures)))];
  return Object.fromEntries(
    measures.map((measure) => {
      const values = rounds.flatMap((figures) => figures[measure] ?? []).toSorted((one, other) => one - other);
      return [measure, { median: median(values), min: values[0]!, max: values.at(-1)! }];
    }),
  );
}

/** `values` are sorted and not empty. */
function median(values: readonly number[]): number {
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}
