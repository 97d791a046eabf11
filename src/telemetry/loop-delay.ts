/** How long the main thread's event loop was held up. Samples and scrapes share one measurement. */
import { createHistogram } from 'node:perf_hooks';

/** In seconds. */
export interface Delays {
  p50: number;
  p99: number;
  max: number;
}

const RESOLUTION_MS = 10;
const NANOSECONDS_PER_MS = 1e6;
const NANOSECONDS_PER_SECOND = 1e9;

export class LoopDelay {
  /** Not Node's `monitorEventLoopDelay`, which misses the turn in which it is reset. */
  readonly #histogram = createHistogram();
  /** When the last turn began; undefined before the first one, so that a slow start does not count. */
  #turnAt: number | undefined;
  /** The longest in seconds, since the last scrape and since the last sample, before the histogram was last reset. */
  #scrapeMax = 0;
  #sampleMax = 0;

  constructor() {
    setInterval(() => this.#turn(), RESOLUTION_MS).unref();
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

  #turn(): void {
    const now = performance.now();
    if (this.#turnAt !== undefined) {
      const nanoseconds = Math.round((now - this.#turnAt) * NANOSECONDS_PER_MS);
      this.#histogram.record(Math.max(1, nanoseconds));
    }
    this.#turnAt = now;
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
