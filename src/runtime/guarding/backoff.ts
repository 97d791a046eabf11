/** Backoff: computes the pause before the next restart. Pure. */

export interface BackoffOptions {
  minMs: number;
  maxMs: number;
  /** Random share to add, 0 to 1: with 0.2 the pause is up to 20 % longer. */
  jitter: number;
  /** After a child has run for this long, the pause starts at minMs again. */
  resetAfterMs: number;
}

export class Backoff {
  readonly #options: BackoffOptions;
  readonly #random: () => number;
  #doublings = 0;

  /** `random` returns numbers from 0 to below 1. */
  constructor(options: BackoffOptions, random: () => number) {
    this.#options = options;
    this.#random = random;
  }

  /** Returns the pause in milliseconds after a child failed that had run for `ranMs` (0: it did not start). */
  next(ranMs: number): number {
    const { minMs, maxMs, jitter, resetAfterMs } = this.#options;
    if (ranMs >= resetAfterMs) this.#doublings = 0;
    const pause = Math.min(maxMs, minMs * 2 ** this.#doublings);
    if (pause < maxMs) this.#doublings += 1;
    return Math.round(pause * (1 + jitter * this.#random()));
  }
}
