/** Request budgets: one token bucket for each source host, from which all processes take. */

export interface Grant {
  /** Requests that may be made. */
  granted: number;
  /** Milliseconds until there will be another one. */
  waitMs: number;
}

export interface BudgetStore {
  /**
   * Takes up to `wanted` requests. The bucket earns `perMinute`, holds a tenth of that, at least one, and starts full.
   * `spent`: requests that were made beyond those granted before (below zero: granted and not made); they are charged
   * first.
   */
  take(host: string, perMinute: number, wanted: number, spent: number): Promise<Grant>;
}
