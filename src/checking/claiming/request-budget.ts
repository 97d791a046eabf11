/**
 * A scheduler's part of the request budget of a source host: it takes a few requests at a time from the budget that
 * all processes share.
 */
import type { BudgetStore } from '../../store/budgets.ts';

export interface RequestBudgetOptions {
  budgets: BudgetStore;
  host: string;
  perMinute: number;
}

/** Granted requests that are not used within this time are dropped: the shared bucket has refilled meanwhile. */
const GRANT_LASTS_MS = 5_000;

/** Times are monotonic milliseconds. */
export class RequestBudget {
  readonly #options: RequestBudgetOptions;
  #granted = 0;
  #endsAt = 0;
  /** Requests made beyond the grant and not charged yet. */
  #spent = 0;
  #nextAt = 0;

  constructor(options: RequestBudgetOptions) {
    this.#options = options;
  }

  /**
   * Takes a grant for `wanted` requests from the shared budget, if there is none left. Rejects if the store fails.
   */
  async refill(wanted: number, nowMs: number): Promise<void> {
    if (nowMs >= this.#endsAt) this.#granted = 0;
    if (wanted === 0 || this.#granted > 0 || nowMs < this.#nextAt) return;
    const { budgets, host, perMinute } = this.#options;
    const { granted, waitMs } = await budgets.take(host, perMinute, wanted, this.#spent);
    this.#spent = 0;
    this.#granted = granted;
    this.#endsAt = nowMs + GRANT_LASTS_MS;
    this.#nextAt = nowMs + waitMs;
  }

  /** Requests that can be spent without asking the store. */
  get granted(): number {
    return this.#granted;
  }

  /** Spends one request. Returns false if none is left. */
  take(): boolean {
    if (this.#granted === 0) return false;
    this.#granted -= 1;
    return true;
  }

  /** Takes back a spent request that was not made. */
  untake(): void {
    this.#granted += 1;
  }

  /** Charges `requests` beyond the one spent (an answer with several pages). */
  charge(requests: number): void {
    this.#spent += requests;
  }

  /** Returns the milliseconds until `refill` may get a grant. */
  waitMs(nowMs: number): number {
    return this.#granted > 0 ? 0 : Math.max(0, this.#nextAt - nowMs);
  }
}
