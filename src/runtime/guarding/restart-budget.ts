/** Restart intensity: how many restarts a supervisor may make within a sliding window. Pure. */

export interface Intensity {
  restarts: number;
  windowMs: number;
}

export class RestartBudget {
  readonly #intensity: Intensity;
  #spent: number[] = [];

  constructor(intensity: Intensity) {
    this.#intensity = intensity;
  }

  /** Spends one restart at `now` (monotonic milliseconds); returns false if that is more than the window allows. */
  spend(now: number): boolean {
    const windowStart = now - this.#intensity.windowMs;
    this.#spent = this.#spent.filter((at) => at > windowStart);
    this.#spent.push(now);
    return this.#spent.length <= this.#intensity.restarts;
  }

  /** Returns how many more restarts the window allows at `now`. */
  left(now: number): number {
    const { restarts, windowMs } = this.#intensity;
    return Math.max(0, restarts - this.#spent.filter((at) => at > now - windowMs).length);
  }
}
