/** The pace that results from the budget: when a course is looked at next. Pure; an estimate, not a promise. */
import type { Schedule } from '../../domain/cadence.ts';
import { PRICE_WEIGHT } from './constants.ts';
import { leastGapMs } from './order.ts';

/** The gains of the requests that were sent lately. */
export class Price {
  readonly #least: number;
  #mean: number;

  constructor(intervalMs: number) {
    this.#least = leastGapMs(intervalMs) ** 2;
    this.#mean = this.#least;
  }

  /** The gain at which a request is sent, in ms²; at least the square of the least gap. */
  get ms2(): number {
    return Math.max(this.#least, this.#mean);
  }

  sent(gain: number): void {
    if (Number.isFinite(gain)) this.#mean += PRICE_WEIGHT * (gain - this.#mean);
  }
}

/** What the pace of a course depends on, besides its appeal. JSON-safe. */
export interface Pace {
  schedule: Schedule;
  intervalMs: number;
  /** See `Price`. */
  price: number;
  /** Requests for one answer about its subject. */
  pages: number;
  /** Appeal of the courses of its subject that the request does not show. */
  rest: number;
  /** A course goes first when it was not looked at for so long. */
  staleMs: number;
}

export interface Paced {
  appeal: number;
  /** Appeal of all courses that the request shows. */
  shown: number;
  /** The promise of freshness, in intervals. */
  promise: number;
}

/** At this many times the least price the budget is too short for the promise. */
const SHORT = 2;

/**
 * Returns the milliseconds between two looks at a course under `adaptive`. When the budget is too short, the promise
 * cannot be kept, and the true figure is told.
 */
export function gapMs({ intervalMs, price, pages, rest, staleMs }: Pace, { appeal, shown, promise }: Paced): number {
  const least = leastGapMs(intervalMs);
  const longest = price > SHORT * least ** 2 ? staleMs : promise * intervalMs;
  const gap = Math.sqrt(price / Math.max(appeal, (shown + rest) / pages));
  return Math.max(least, Math.min(gap, longest));
}
