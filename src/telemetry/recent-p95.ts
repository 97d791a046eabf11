/** How long most notifications took in the last minutes, from a histogram that only ever grows. */
import type { Histogram } from 'prom-client';

/** Milliseconds that count, in steps. */
const STEP_MS = 60_000;
const STEPS = 5;
/** Fewer say nothing about the slowest twentieth. */
const LEAST = 20;

/** By channel, then by upper bound: how many took at most so long, since the start. */
type Counts = Map<string, Map<number, number>>;

export class RecentP95 {
  readonly #histogram: Pick<Histogram<'channel' | 'stage'>, 'get'>;
  readonly #now: () => number;
  /** The oldest first. */
  readonly #past: { at: number; counts: Counts }[] = [];

  /** `now`: monotonic. */
  constructor(histogram: Pick<Histogram<'channel' | 'stage'>, 'get'>, now: () => number) {
    this.#histogram = histogram;
    this.#now = now;
  }

  /** Seconds by channel, as the upper bound of a bucket. Leaves out channels with too few notifications. */
  async read(): Promise<Record<string, number>> {
    const [at, counts] = [this.#now(), await this.#counts()];
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

  async #counts(): Promise<Counts> {
    const counts: Counts = new Map();
    for (const { labels, value } of (await this.#histogram.get()).values) {
      const { le, channel, stage } = labels as { le?: number | string; channel?: string; stage?: string };
      if (le === undefined || channel === undefined || stage !== 'queued_sent') continue;
      const buckets = counts.get(channel) ?? new Map<number, number>();
      buckets.set(le === '+Inf' ? Infinity : Number(le), value);
      counts.set(channel, buckets);
    }
    return counts;
  }
}

function p95(now: ReadonlyMap<number, number>, before: ReadonlyMap<number, number>): number | undefined {
  const grown = [...now].map(([bound, count]) => [bound, count - (before.get(bound) ?? 0)] as const);
  const total = Math.max(...grown.map(([, count]) => count));
  if (total < LEAST) return undefined;
  const bounds = grown.filter(([, count]) => count >= 0.95 * total).map(([bound]) => bound);
  return Math.min(...bounds, Number.MAX_SAFE_INTEGER);
}
