/**
 * The request budget of one source host, as a token bucket. Pure: the caller keeps the bucket and passes the time in
 * milliseconds.
 */

/**
 * `credit` is a whole number, 60,000 per request, so that nothing is lost to rounding. Below zero: requests are owed.
 */
export interface TokenBucket {
  credit: number;
  at: number;
}

export interface Asked {
  perMinute: number;
  /** The size of the bucket in requests; when not given, a tenth of a minute's. */
  holds?: number;
  wanted: number;
  spent?: number;
  nowMs: number;
}

export interface Taken {
  bucket: TokenBucket;
  granted: number;
  /** Milliseconds until the next token. */
  waitMs: number;
}

/** The credit one request costs. A millisecond earns `perMinute` credit. */
const COST = 60_000;

/** A full bucket. `holds`: its size in requests, by default a tenth of a minute's. */
export function fullBucket(perMinute: number, nowMs: number, holds = tenthOf(perMinute)): TokenBucket {
  return { credit: holds * COST, at: nowMs };
}

/**
 * Takes up to `wanted` tokens. First charges `spent`: the requests made beyond those granted before (an answer may have
 * several pages); below zero: requests granted and not made. A time before the last one earns nothing, because clocks
 * of several machines differ and a clock may be set back.
 */
export function takeTokens(bucket: TokenBucket, { perMinute, holds = tenthOf(perMinute), ...asked }: Asked): Taken {
  const { wanted, spent = 0, nowMs } = asked;
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
