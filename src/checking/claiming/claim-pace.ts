/**
 * How many sections are claimed at a time, and how soon again, by what claims before have taken and found.
 *
 * As many as a small part of the lease is enough for: else a store that is slow would grant leases that are over before
 * their work can be written, and everybody would claim the same again and do nothing else. After a claim that found
 * nothing although something was due, not at once: whoever was quicker may be quicker again.
 */

const MOST = 10_000;
const LEAST = 50;
/** Of a lease, that a claim may take. */
const PATIENCE = 0.2;
/** Less for a short interval: nothing that is due lies for a good part of it. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
const FIRST_PAUSE_SHARE = 0.01;
const LONGEST_PAUSE_SHARE = 0.1;

export class ClaimPace {
  #limit = MOST;
  /** Claims of what is due, in a row, that found nothing. */
  #empty = 0;
  readonly #intervalMs: number;

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  get limit(): number {
    return this.#limit;
  }

  /**
   * A claim of `sections` has taken `tookMs`. Too long: half of that the next time; else twice as many may be claimed.
   */
  learn(sections: number, tookMs: number, leaseMs: number): void {
    this.#limit =
      tookMs > PATIENCE * leaseMs
        ? Math.max(LEAST, Math.floor(Math.min(this.#limit, sections) / 2))
        : Math.min(MOST, 2 * this.#limit);
  }

  /** A claim of what is due has found so many sections. */
  found(sections: number): void {
    this.#empty = sections === 0 ? this.#empty + 1 : 0;
  }

  /**
   * Milliseconds before the next one, when the store says that something is due in `dueInMs`. Longer with each claim
   * that found nothing.
   */
  pauseMs(dueInMs: number): number {
    if (this.#empty === 0) return 0;
    const first = Math.min(FIRST_PAUSE_MS, FIRST_PAUSE_SHARE * this.#intervalMs);
    const pause = Math.min(LONGEST_PAUSE_MS, LONGEST_PAUSE_SHARE * this.#intervalMs, first * 2 ** (this.#empty - 1));
    // Nothing is due before that: it was found empty because there was nothing.
    if (dueInMs >= pause) this.#empty = 0;
    return pause;
  }
}
