/**
 * The store's time. A reference clock sets it (the server's, or this machine's for an embedded store), and a monotonic
 * clock carries it on. The store keeps the offset between the two. When someone sets the reference clock forward or
 * back, no lease, due time or session moves: the offset absorbs the jump and then shrinks little by little.
 */

/**
 * What the store remembers about its time, in milliseconds: the offset added to the reference clock, and the latest
 * time that any process had.
 */
export interface Mark {
  offset: number;
  at: number;
}

/** Smaller differences are not a jump: clocks drift, and answers take time. */
const DRIFT_MS = 2_000;
/**
 * When the stored time is so far ahead, other processes went on while this one stood still. Three times the longest
 * pause between two marks.
 */
const STOOD_STILL_MS = 30_000;
/** The offset shrinks by this share of the time that passes. */
const SHRINK_RATE = 0.05;
/** At most this much of a pause between two marks counts for that. */
const PAUSE_MS = 60_000;

export class StoreTime {
  readonly #elapsed: () => number;
  /** The store's time when `elapsed` is 0. */
  #origin: number | undefined;

  /** `elapsed`: milliseconds that only grow. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  /** Epoch milliseconds. Call `compare` first. */
  now(): number {
    return Math.floor(this.#origin! + this.#elapsed());
  }

  /**
   * Compares with the reference clock, which was read at most `agoMs` ago, and with the stored mark. Returns the mark
   * to store. Processes that share a mark must take turns, each starting from the mark that the one before has stored.
   */
  compare(referenceMs: number, agoMs: number, kept: Mark = { offset: 0, at: referenceMs }): Mark {
    const earliest = referenceMs + kept.offset;
    const carried = this.#origin === undefined ? undefined : this.now();
    // The store's time never goes back, even if the clock was set while no process was running.
    if (carried === undefined || kept.at - carried > STOOD_STILL_MS)
      return this.#go(Math.max(earliest, kept.at), referenceMs, kept);
    if (carried >= earliest - DRIFT_MS && carried <= earliest + agoMs + DRIFT_MS) {
      const now = Math.min(Math.max(carried, earliest), earliest + agoMs);
      return this.#go(now, now - kept.offset, kept);
    }
    // Either the clock was set, or the answer was slow. The next answer will tell.
    return agoMs > DRIFT_MS / 2 ? kept : this.#go(carried, referenceMs, kept);
  }

  /** Continues from `now`, with the reference clock at `referenceMs`. */
  #go(now: number, referenceMs: number, { at }: Mark): Mark {
    const offset = now - referenceMs;
    const shrunk =
      Math.sign(offset) *
      Math.min(Math.abs(offset), Math.round(SHRINK_RATE * Math.min(PAUSE_MS, Math.max(0, now - at))));
    this.#origin = now - shrunk - this.#elapsed();
    return { offset: offset - shrunk, at: Math.max(at, now - shrunk) };
  }
}
