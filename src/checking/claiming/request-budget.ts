/**
 * What a scheduler may ask of a source host: it takes a few requests at a time from the budget that all processes
 * share.
 */
import type { BudgetStore } from '../../store/budgets.ts';

export interface RequestBudgetOptions {
  budgets: BudgetStore;
  host: string;
  perMinute: number;
}

/** What was granted and not used by then is dropped: the shared bucket has been refilled meanwhile. */
const GRANT_LASTS_MS = 5_000;

/** Times are monotonic milliseconds. */
export class RequestBudget {
  readonly #options: RequestBudgetOptions;
  #granted = 0;
  #endsAt = 0;
  /** Made beyond what was granted, and not charged yet. */
  #spent = 0;
  #nextAt = 0;

  constructor(options: RequestBudgetOptions) {
    this.#options = options;
  }

  /**
   * Sees that there is something to spend for `wanted` requests, if there can be. Rejects when the store cannot say.
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

  /** Spends one request; false: there is none. */
  take(): boolean {
    if (this.#granted === 0) return false;
    this.#granted -= 1;
    return true;
  }

  /** `requests` were made beyond the one spent (an answer of several pages); below zero: it was not made. */
  charge(requests: number): void {
    this.#spent += requests;
  }

  /** Milliseconds until `refill` may bring something. */
  waitMs(nowMs: number): number {
    return this.#granted > 0 ? 0 : Math.max(0, this.#nextAt - nowMs);
  }
}
