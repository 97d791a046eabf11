/** How often a key may connect. */
import type { TokenBucket } from '../domain/token-bucket.ts';
import { fullBucket, takeTokens } from '../domain/token-bucket.ts';
import type { Clock } from '../runtime/index.ts';
import type { Key } from './access.ts';

const MINUTE_MS = 60_000;

export class KeyRates {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a connection. Returns false when the key has made too many within a minute. */
  take({ id, ratePerMinute }: Key): boolean {
    const now = this.#clock.monotonic();
    const before = this.#buckets.get(id) ?? fullBucket(ratePerMinute, now, ratePerMinute);
    const { bucket, granted } = takeTokens(before, {
      perMinute: ratePerMinute,
      holds: ratePerMinute,
      wanted: 1,
      nowMs: now,
    });
    this.#buckets.set(id, bucket);
    // A bucket that was not used for a minute is full.
    for (const [other, { at }] of this.#buckets) if (now - at > MINUTE_MS) this.#buckets.delete(other);
    return granted > 0;
  }
}
