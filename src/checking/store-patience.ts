/**
 * How long to wait for a store that rejects writes. While nothing can be saved, the source is not asked. Pure; times
 * are monotonic milliseconds.
 */

const SHORTEST_MS = 1_000;
const LONGEST_MS = 15_000;

export class StorePatience {
  /** The current pause in milliseconds; 0 if the last write worked. */
  #pauseMs = 0;
  #until = 0;
  #proven = false;

  /** Records that a write failed: the pauses get longer. */
  failed(nowMs: number): void {
    this.#pauseMs = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, 2 * this.#pauseMs));
    this.#until = nowMs + this.#pauseMs;
    this.#proven = false;
  }

  succeeded(): void {
    this.#pauseMs = 0;
    this.#proven = false;
  }

  /** Records that a probe worked: one look may be made, to find out whether its results can be written. */
  proven(): void {
    this.#proven = true;
    this.#until = 0;
  }

  /** Returns whether a look may be made now. `probe`: probe the store first. `wait`: wait for `remainingMs`. */
  admit(nowMs: number): 'look' | 'probe' | 'wait' {
    if (this.#pauseMs === 0) return 'look';
    if (this.remainingMs(nowMs) > 0) return 'wait';
    // Wait again until the result of this attempt is known, or in case it never is.
    this.#until = nowMs + this.#pauseMs;
    if (!this.#proven) return 'probe';
    this.#proven = false;
    return 'look';
  }

  /** Milliseconds until the next attempt; 0 if there is nothing to wait for. */
  remainingMs(nowMs: number): number {
    return this.#pauseMs === 0 ? 0 : Math.max(0, this.#until - nowMs);
  }
}
