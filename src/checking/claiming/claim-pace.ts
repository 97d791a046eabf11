/**
 * How many sections to claim at a time, and how long to wait before the next claim. Both depend on how long earlier
 * claims took and what they found.
 *
 * A claim may take only a small part of the lease. Otherwise a slow store would grant leases that end before their work
 * is written, and all processes would claim the same sections again and again. If a claim found nothing although
 * something was due, another process was faster, so the next claim waits.
 */

const MOST = 10_000;
const LEAST = 50;
/** Share of the lease that a claim may take. */
const PATIENCE = 0.2;
/** The pauses are shorter for a short interval, so that due sections do not wait for much of it. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
const FIRST_PAUSE_SHARE = 0.01;
const LONGEST_PAUSE_SHARE = 0.1;

export class ClaimPace {
  #limit = MOST;
  /** Number of claims of due sections in a row that found nothing. */
  #empty = 0;
  readonly #intervalMs: number;

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  get limit(): number {
    return this.#limit;
  }

  /**
   * Records that a claim of `sections` took `tookMs`. If that was too long, the limit is halved; otherwise it doubles.
   */
  learn(sections: number, tookMs: number, leaseMs: number): void {
    this.#limit =
      tookMs > PATIENCE * leaseMs
        ? Math.max(LEAST, Math.floor(Math.min(this.#limit, sections) / 2))
        : Math.min(MOST, 2 * this.#limit);
  }

  /** Records how many sections a claim of due sections found. */
  found(sections: number): void {
    this.#empty = sections === 0 ? this.#empty + 1 : 0;
  }

  /**
   * Returns the milliseconds to wait before the next claim. `dueInMs`: when the next section is due. The pause gets
   * longer with each claim that finds nothing.
   */
  pauseMs(dueInMs: number): number {
    if (this.#empty === 0) return 0;
    const first = Math.min(FIRST_PAUSE_MS, FIRST_PAUSE_SHARE * this.#intervalMs);
    const pause = Math.min(LONGEST_PAUSE_MS, LONGEST_PAUSE_SHARE * this.#intervalMs, first * 2 ** (this.#empty - 1));
    // Nothing is due before the pause ends: the claim was empty because nothing was due.
    if (dueInMs >= pause) this.#empty = 0;
    return pause;
  }
}
