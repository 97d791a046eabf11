/**
 * The store's time: what a reference clock says (the server's; of an embedded store this machine's), carried on by a
 * monotonic clock. The store keeps by how much it goes beside the reference. So who sets the reference clock, forward
 * or back, moves no lease, no due time and no session: the offset takes the jump, and is worked off little by little.
 */

/**
 * What the store keeps of its time: what is added to the reference clock, and the latest time that anybody has had.
 * Milliseconds.
 */
export interface Mark {
  offset: number;
  at: number;
}

/** A difference up to this is no jump: clocks drift, and answers take their time. */
const DRIFT_MS = 2_000;
/**
 * Others have gone on for so long: it is this process that stood still. Three times as long as anybody goes without a
 * mark.
 */
const STOOD_STILL_MS = 30_000;
/** Of the time that passes, the part that the offset is worked off by. */
const WORKED_OFF = 0.05;
/** Of a pause between two marks, what counts for that. */
const PAUSE_MS = 60_000;

export class StoreTime {
  readonly #elapsed: () => number;
  /** The store's time when `elapsed` is 0. */
  #origin: number | undefined;

  /** `elapsed`: milliseconds that only grow. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  /** Epoch milliseconds. Only once it was compared. */
  now(): number {
    return Math.floor(this.#origin! + this.#elapsed());
  }

  /**
   * Compares with the reference clock, which was read at most `agoMs` ago, and with what the store keeps. Returns what
   * it is to keep from now on. Of those who keep a mark in turns, each is to begin with what the one before it has
   * kept.
   */
  compare(referenceMs: number, agoMs: number, kept: Mark = { offset: 0, at: referenceMs }): Mark {
    const earliest = referenceMs + kept.offset;
    const carried = this.#origin === undefined ? undefined : this.now();
    // It has never gone back, also when the clock was set while nobody was there.
    if (carried === undefined || kept.at - carried > STOOD_STILL_MS)
      return this.#go(Math.max(earliest, kept.at), referenceMs, kept);
    if (carried >= earliest - DRIFT_MS && carried <= earliest + agoMs + DRIFT_MS) {
      const now = Math.min(Math.max(carried, earliest), earliest + agoMs);
      return this.#go(now, now - kept.offset, kept);
    }
    // Set, or only slow to answer? The next answer tells.
    return agoMs > DRIFT_MS / 2 ? kept : this.#go(carried, referenceMs, kept);
  }

  /** From here on, with the reference clock at `referenceMs`. */
  #go(now: number, referenceMs: number, { at }: Mark): Mark {
    const offset = now - referenceMs;
    const workedOff =
      Math.sign(offset) *
      Math.min(Math.abs(offset), Math.round(WORKED_OFF * Math.min(PAUSE_MS, Math.max(0, now - at))));
    this.#origin = now - workedOff - this.#elapsed();
    return { offset: offset - workedOff, at: Math.max(at, now - workedOff) };
  }
}
