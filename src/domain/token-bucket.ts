/** The request budget of one source host. Pure: the caller brings a monotonic time in milliseconds. */

/** What a request costs; a millisecond earns `perMinute`. Whole numbers, so that nothing is lost to rounding. */
const COST = 60_000;

export class TokenBucket {
  readonly #perMinute: number;
  readonly #capacity: number;
  #credit: number;
  #at: number;

  /** Starts full and holds a tenth of a minute's budget, at least one request. */
  constructor(perMinute: number, nowMs: number) {
    this.#perMinute = perMinute;
    this.#capacity = Math.max(1, Math.floor(perMinute / 10)) * COST;
    this.#credit = this.#capacity;
    this.#at = nowMs;
  }

  /** Takes a token for one request; false when there is none. */
  take(nowMs: number): boolean {
    this.#earn(nowMs);
    if (this.#credit < COST) return false;
    this.#credit -= COST;
    return true;
  }

  /** Charges requests that were made beyond the one taken (an answer of several pages); later takes wait for it. */
  charge(requests: number, nowMs: number): void {
    this.#earn(nowMs);
    this.#credit -= requests * COST;
  }

  /** Milliseconds until `take` will succeed. */
  waitMs(nowMs: number): number {
    this.#earn(nowMs);
    return Math.max(0, Math.ceil((COST - this.#credit) / this.#perMinute));
  }

  #earn(nowMs: number): void {
    this.#credit = Math.min(this.#capacity, this.#credit + (nowMs - this.#at) * this.#perMinute);
    this.#at = nowMs;
  }
}
