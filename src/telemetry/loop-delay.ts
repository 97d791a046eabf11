/** How long the main thread's event loop was held up. Samples and scrapes share one measurement. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** In seconds. */
export interface Delays {
  p50: number;
  p99: number;
  max: number;
}

const RESOLUTION_MS = 10;
const NANOSECONDS_PER_SECOND = 1e9;

export class LoopDelay {
  readonly #histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  /** The longest in seconds, since the last scrape and since the last sample, before the histogram was last reset. */
  #scrapeMax = 0;
  #sampleMax = 0;

  constructor() {
    this.#histogram.enable();
  }

  /** The longest time between two turns since the last scrape, in seconds. */
  scrape(): number {
    this.#fold();
    const max = this.#scrapeMax;
    this.#scrapeMax = 0;
    return max;
  }

  /**
   * The delays since the last sample. A turn takes at least as long as the measurement rests between two turns, so that
   * rest is left out. null: nothing was measured.
   */
  sample(): Delays | null {
    const [p50, p99] = [50, 99].map((percent) => this.#histogram.percentile(percent) / NANOSECONDS_PER_SECOND);
    this.#fold();
    const max = this.#sampleMax;
    this.#sampleMax = 0;
    if (max === 0) return null;
    return { p50: delayOf(p50!), p99: delayOf(p99!), max: delayOf(max) };
  }

  #fold(): void {
    const max = this.#histogram.count === 0 ? 0 : this.#histogram.max / NANOSECONDS_PER_SECOND;
    this.#scrapeMax = Math.max(this.#scrapeMax, max);
    this.#sampleMax = Math.max(this.#sampleMax, max);
    this.#histogram.reset();
  }
}

function delayOf(turnSeconds: number): number {
  return Math.max(0, turnSeconds - RESOLUTION_MS / 1_000);
}
