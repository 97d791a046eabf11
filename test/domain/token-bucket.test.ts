import fc from 'fast-check';
import t from 'tap';
import type { TokenBucket } from '../../src/domain/token-bucket.ts';
import { fullBucket, takeTokens } from '../../src/domain/token-bucket.ts';

/** A bucket that is kept between the calls, as its owner does. */
function kept(perMinute: number, startedAt = 0): (wanted: number, nowMs: number, spent?: number) => number {
  let bucket: TokenBucket = fullBucket(perMinute, startedAt);
  return (wanted, nowMs, spent = 0) => {
    const taken = takeTokens(bucket, { perMinute, wanted, spent, nowMs });
    bucket = taken.bucket;
    return taken.granted;
  };
}

t.test("a bucket starts full with a tenth of the minute's requests, and grants what it has", (t) => {
  const take = kept(60);
  t.equal(take(4, 0), 4);
  t.equal(take(4, 0), 2);
  t.equal(take(1, 999), 0);
  t.equal(take(1, 1_000), 1);
  t.equal(take(100, 3_600_000), 6, 'never more than it holds');
  t.end();
});

t.test('it tells how long to wait for the next token', (t) => {
  const { bucket } = takeTokens(fullBucket(60, 0), { perMinute: 60, wanted: 6, nowMs: 0 });
  const waitMs = (wanted: number, nowMs: number, spent = 0) =>
    takeTokens(bucket, { perMinute: 60, wanted, spent, nowMs }).waitMs;
  t.equal(waitMs(1, 250), 750);
  t.equal(waitMs(0, 0, 2), 3_000);
  t.equal(waitMs(1, 2_000), 0, 'one is left');
  t.end();
});

t.test('a small budget still holds one request', (t) => {
  t.match(takeTokens(fullBucket(1, 0), { perMinute: 1, wanted: 5, nowMs: 0 }), { granted: 1, waitMs: 60_000 });
  t.end();
});

t.test('additional pages are charged before the next request', (t) => {
  const take = kept(60);
  t.equal(take(1, 0), 1);
  t.equal(take(1, 0, 9), 0);
  t.equal(take(1, 4_999), 0);
  t.equal(take(1, 5_000), 1);
  t.end();
});

t.test('unused requests are returned, but never overfill the bucket', (t) => {
  const take = kept(60);
  t.equal(take(6, 0), 6);
  t.equal(take(6, 0, -2), 2);
  t.equal(take(100, 60_000, -2), 6);
  t.end();
});

t.test('a clock that is behind or set back never earns twice', (t) => {
  const take = kept(60, 10_000);
  t.equal(take(6, 10_000), 6);
  t.equal(take(1, 9_000), 0);
  t.equal(take(6, 11_000), 1);
  t.end();
});

t.test('whatever the calls, no time window grants more than the budget and one bucket', (t) => {
  const steps = fc.array(
    fc.record({ gap: fc.integer({ min: 0, max: 5_000 }), wanted: fc.integer({ min: 0, max: 80 }) }),
    { maxLength: 300 },
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), steps, (perMinute, calls) => {
      const take = kept(perMinute);
      let now = 0;
      let made = 0;
      for (const { gap, wanted } of calls) made += take(wanted, (now += gap));
      return made <= Math.max(1, Math.floor(perMinute / 10)) + (now * perMinute) / 60_000 + 1e-6;
    }),
    { seed: 1 },
  );
  t.end();
});
