/** One client's allowance from the request budget: a token bucket in memory. Times are monotonic milliseconds. */
import type { TokenBucket } from '../../domain/token-bucket.ts';
import { fullBucket, takeTokens } from '../../domain/token-bucket.ts';

/** Requests per minute, and how many unused ones may be saved up. */
export interface Rate {
  perMinute: number;
  holds: number;
}

export class Allowance {
  #bucket: TokenBucket;

  constructor({ perMinute, holds }: Rate, nowMs: number) {
    this.#bucket = fullBucket(perMinute, nowMs, holds);
  }

  /** Returns the milliseconds until a request may be made; 0 if it may be made now. */
  waitMs(rate: Rate, nowMs: number): number {
    return this.#take(rate, 0, nowMs).waitMs;
  }

  /** Charges for `requests`. A negative number refunds requests that were paid for but not made. */
  spend(rate: Rate, requests: number, nowMs: number): void {
    this.#take(rate, requests, nowMs);
  }

  /** Returns whether the bucket is full again. */
  isFull(rate: Rate, nowMs: number): boolean {
    return this.#take(rate, 0, nowMs).bucket.credit >= fullBucket(rate.perMinute, nowMs, rate.holds).credit;
  }

  #take(rate: Rate, spent: number, nowMs: number): ReturnType<typeof takeTokens> {
    const taken = takeTokens(this.#bucket, { ...rate, wanted: 0, spent, nowMs });
    this.#bucket = taken.bucket;
    return taken;
  }
}
