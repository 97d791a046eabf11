/** What a cycle must reach. The figures come from the issue "Speed". */
import type { Bench, Summary } from '../benchmark.ts';

export interface Measured {
  /** The ten cycles, one after the other. */
  ten: readonly Summary[];
  /** The warm cycle and the contenders beside it. */
  warm: Readonly<Record<string, Summary>>;
  /** The cycles of ten times as many sections. */
  large: readonly Summary[];
}

const [RATE, CPU, MEMORY, BLOCK] = ['sections/min', 'CPU ms/section', 'MB, whole tree', 'longest block, ms'] as const;
/** The contender that does what the first PickMyClass did; absent where no full Chromium is installed. */
export const IN_FULL_CHROMIUM = 'a new page for each section, full Chromium';
/** From this cycle on, memory must be flat. */
const THIRD = 2;
/** More than this share is growth, not noise. */
const FLAT = 1.05;

export function reportGoals(bench: Pick<Bench, 'goal'>, { ten, warm, large }: Measured): void {
  const median = (name: string, measure: string): number => warm[name]![measure]!.median;
  const against = (ours: string, what: string, theirs: string[], least: number): void => {
    const rate = Math.max(...theirs.map((name) => median(name, RATE)));
    const cpu = Math.min(...theirs.map((name) => median(name, CPU)));
    bench.goal({ what: `sections/min against ${what}`, value: median(ours, RATE) / rate, atLeast: least });
    bench.goal({ what: `less CPU a section than ${what}`, value: cpu / median(ours, CPU), atLeast: least });
  };
  against('PickMyClass', 'a new page for each section', ['a new page for each section'], 1_000);
  if (IN_FULL_CHROMIUM in warm)
    against('PickMyClass', 'a new page of a full Chromium for each section', [IN_FULL_CHROMIUM], 1_000);
  against('PickMyClass', 'the better of crawlee and puppeteer-cluster', ['crawlee', 'puppeteer-cluster'], 240);
  const withoutBrowser = Object.keys(warm).filter((name) => name.startsWith('no browser'));
  against('PickMyClass, HTTP/2', 'no browser, HTTP/2 source', withoutBrowser, 0.4);

  const memory = ten.map((cycle) => cycle[MEMORY]!.median);
  bench.goal({ what: 'MB of the whole tree after ten cycles', value: memory.at(-1)!, atMost: 700 });
  bench.goal({
    what: 'memory after the tenth cycle for that after the third',
    value: memory.at(-1)! / memory[THIRD]!,
    atMost: FLAT,
  });
  const blocks = ten.slice(THIRD).map((cycle) => cycle[BLOCK]!.median);
  bench.goal({
    what: 'longest block of the main thread, ms, from the third cycle on',
    value: Math.max(...blocks),
    atMost: 50,
  });

  const [lastLarge, lastSmall] = [large.at(-1)!, ten.at(-1)!];
  const times = (10 * lastLarge[CPU]!.median) / lastSmall[CPU]!.median;
  bench.goal({ what: 'CPU of a cycle of ten times as many sections, times', value: times, atMost: 11 });
  const memoryTimes = lastLarge[MEMORY]!.median / lastSmall[MEMORY]!.median;
  bench.goal({ what: 'memory after it, times', value: memoryTimes, atMost: 3 });
}
