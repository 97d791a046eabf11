/** Backoff: how long to wait before the next restart. Pure. */

export interface BackoffOptions {
  minMs: number;
  maxMs: number;
  /** Random share added, 0 to 1: 0.2 waits up to 20 % longer. */
  jitter: number;
  /** A child that ran this long starts again at minMs. */
  resetAfterMs: number;
}

export class Backoff {
  readonly #options: BackoffOptions;
  readonly #random: () => number;
  #doublings = 0;

  /** `random` gives numbers from 0 to below 1. */
  constructor(options: BackoffOptions, random: () => number) {
    this.#options = options;
    this.#random = random;
  }

  /** The pause in milliseconds after a child that ran for `ranMs` (0: it did not even start) has failed. */
  next(ranMs: number): number {
    const { minMs, maxMs, jitter, resetAfterMs } = this.#options;
    if (ranMs >= resetAfterMs) this.#doublings = 0;
    const pause = Math.min(maxMs, minMs * 2 ** this.#doublings);
    if (pause < maxMs) this.#doublings += 1;
    return Math.round(pause * (1 + jitter * this.#random()));
  }
}
