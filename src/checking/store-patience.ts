/**
 * Patience with a store that takes nothing: what the source shows meanwhile could not be kept, so it is not asked.
 * Pure; times are monotonic milliseconds.
 */

const SHORTEST_MS = 1_000;
const LONGEST_MS = 15_000;

export class StorePatience {
  /** 0: the last write worked. */
  #pauseMs = 0;
  #until = 0;
  #proven = false;

  /** A write failed: the pauses grow. */
  failed(nowMs: number): void {
    this.#pauseMs = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, 2 * this.#pauseMs));
    this.#until = nowMs + this.#pauseMs;
    this.#proven = false;
  }

  /** A write worked. */
  succeeded(): void {
    this.#pauseMs = 0;
    this.#proven = false;
  }

  /** A probe has shown that the store takes something: one look may go and show whether it takes that. */
  proven(): void {
    this.#proven = true;
    this.#until = 0;
  }

  /** Whether a look may be made; `probe`: once the store was probed; `wait`: not for `remainingMs`. */
  admit(nowMs: number): 'look' | 'probe' | 'wait' {
    if (this.#pauseMs === 0) return 'look';
    if (this.remainingMs(nowMs) > 0) return 'wait';
    // Until it is known how this one ends, or if that is never known.
    this.#until = nowMs + this.#pauseMs;
    if (!this.#proven) return 'probe';
    this.#proven = false;
    return 'look';
  }

  /** 0: it may be tried, or need not. */
  remainingMs(nowMs: number): number {
    return this.#pauseMs === 0 ? 0 : Math.max(0, this.#until - nowMs);
  }
}
