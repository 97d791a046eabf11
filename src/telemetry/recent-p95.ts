/** How long most notifications took in the last minutes, from a histogram that only ever grows. */
import type { TimeCounts, Times } from './time-counts.ts';
import { timeCounts } from './time-counts.ts';

/** Milliseconds that count, in steps. */
const STEP_MS = 60_000;
const STEPS = 5;
/** Fewer say nothing about the slowest twentieth. */
const LEAST = 20;

export class RecentP95 {
  readonly #histogram: Times;
  readonly #now: () => number;
  /** The oldest first. */
  readonly #past: { at: number; counts: TimeCounts }[] = [];

  /** `now`: monotonic. */
  constructor(histogram: Times, now: () => number) {
    this.#histogram = histogram;
    this.#now = now;
  }

  /** Seconds by channel, as the upper bound of a bucket. Leaves out channels with too few notifications. */
  async read(): Promise<Record<string, number>> {
    const [at, counts] = [this.#now(), await timeCounts(this.#histogram, ['queued_sent'])];
    const oldest = this.#past[0]?.counts ?? counts;
    const last = this.#past.at(-1);
    if (last === undefined || at - last.at >= STEP_MS) this.#past.push({ at, counts });
    if (this.#past.length > STEPS) this.#past.shift();
    const found: Record<string, number> = {};
    for (const [channel, buckets] of counts) {
      const seconds = p95(buckets, oldest.get(channel) ?? new Map());
      if (seconds !== undefined) found[channel] = seconds;
    }
    return found;
  }
}

function p95(now: ReadonlyMap<number, number>, before: ReadonlyMap<number, number>): number | undefined {
  const grown = [...now].map(([bound, count]) => [bound, count - (before.get(bound) ?? 0)] as const);
  const total = Math.max(...grown.map(([, count]) => count));
  if (total < LEAST) return undefined;
  const bounds = grown.filter(([, count]) => count >= 0.95 * total).map(([bound]) => bound);
  return Math.min(...bounds, Number.MAX_SAFE_INTEGER);
}
