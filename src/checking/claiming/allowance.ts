/** What somebody may spend of the request budget: a token bucket in memory. Times are monotonic milliseconds. */
import type { TokenBucket } from '../../domain/token-bucket.ts';
import { fullBucket, takeTokens } from '../../domain/token-bucket.ts';

/** Requests a minute, and how many may be saved up. */
export interface Rate {
  perMinute: number;
  holds: number;
}

export class Allowance {
  #bucket: TokenBucket;

  constructor({ perMinute, holds }: Rate, nowMs: number) {
    this.#bucket = fullBucket(perMinute, nowMs, holds);
  }

  /** Milliseconds until a request may be made; 0: now. */
  waitMs(rate: Rate, nowMs: number): number {
    return this.#take(rate, 0, nowMs).waitMs;
  }

  /** `requests` were made; below zero: paid for and not made. */
  spend(rate: Rate, requests: number, nowMs: number): void {
    this.#take(rate, requests, nowMs);
  }

  /** Nothing is spent that has not been earned again. */
  isFull(rate: Rate, nowMs: number): boolean {
    return this.#take(rate, 0, nowMs).bucket.credit >= fullBucket(rate.perMinute, nowMs, rate.holds).credit;
  }

  #take({ perMinute, holds }: Rate, spent: number, nowMs: number): ReturnType<typeof takeTokens> {
    const taken = takeTokens(this.#bucket, perMinute, 0, spent, nowMs, holds);
    this.#bucket = taken.bucket;
    return taken;
  }
}
