/** Reads a histogram of times: how many took at most so long, since the start of the process. */
import type { Histogram } from 'prom-client';

export type Times = Pick<Histogram<'channel' | 'stage'>, 'get'>;

/** By channel, then by upper bound in seconds. A count includes those of all lower bounds. */
export type TimeCounts = Map<string, Map<number, number>>;

export async function timeCounts(histogram: Times, stages: readonly string[]): Promise<TimeCounts> {
  const counts: TimeCounts = new Map();
  for (const { labels, value } of (await histogram.get()).values) {
    const { le, channel, stage = '' } = labels as { le?: number | string; channel?: string; stage?: string };
    if (le === undefined || channel === undefined || !stages.includes(stage)) continue;
    const buckets = counts.get(channel) ?? new Map<number, number>();
    buckets.set(le === '+Inf' ? Infinity : Number(le), value);
    counts.set(channel, buckets);
  }
  return counts;
}
