/** Request budgets: one token bucket per source host, shared by all processes. */

export interface Grant {
  /** How many requests may be made. */
  granted: number;
  /** Milliseconds until the next request may be made. */
  waitMs: number;
}

export interface BudgetStore {
  /**
   * Takes up to `wanted` requests. The bucket earns `perMinute`, holds a tenth of that (at least one) and starts full.
   * First charges `spent`: the requests made beyond those granted before; below zero: requests granted and not made.
   */
  take(host: string, perMinute: number, wanted: number, spent: number): Promise<Grant>;
}
