/**
 * The request budget of one source host, as a token bucket. Pure: the caller keeps the bucket and brings a time in
 * milliseconds.
 */

/**
 * `credit` in whole numbers, 60,000 for a request, so that nothing is lost to rounding; below zero when something is
 * owed.
 */
export interface TokenBucket {
  credit: number;
  at: number;
}

export interface Taken {
  bucket: TokenBucket;
  granted: number;
  /** Milliseconds until another one can be taken. */ waitMs: number;
}

/** What a request costs; a millisecond earns `perMinute`. */
const COST = 60_000;

/** Starts full. `holds`: requests, a tenth of a minute's unless it is said. */
export function fullBucket(perMinute: number, nowMs: number, holds = tenthOf(perMinute)): TokenBucket {
  return { credit: holds * COST, at: nowMs };
}

/**
 * Takes up to `wanted` tokens, after charging `spent` requests that were made beyond what was taken before (answers of
 * several pages); below zero: taken and not made. A time before the last one earns nothing: clocks of several machines,
 * and one that is set back.
 */
export function takeTokens(
  bucket: TokenBucket,
  perMinute: number,
  wanted: number,
  spent: number,
  nowMs: number,
  holds = tenthOf(perMinute),
): Taken {
  const earned = Math.max(0, nowMs - bucket.at) * perMinute;
  const capacity = holds * COST;
  const credit = Math.min(capacity, Math.min(capacity, bucket.credit + earned) - spent * COST);
  const granted = Math.max(0, Math.min(wanted, Math.floor(credit / COST)));
  const left = credit - granted * COST;
  return {
    bucket: { credit: left, at: Math.max(bucket.at, nowMs) },
    granted,
    waitMs: Math.max(0, Math.ceil((COST - left) / perMinute)),
  };
}

/** At least one request. */
function tenthOf(perMinute: number): number {
  return Math.max(1, Math.floor(perMinute / 10));
}
