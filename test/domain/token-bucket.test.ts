import fc from 'fast-check';
import t from 'tap';
import { TokenBucket } from '../../src/domain/token-bucket.ts';

t.test('a bucket starts full with a tenth of the minute', (t) => {
  const bucket = new TokenBucket(60, 0);
  for (let i = 0; i < 6; i++) t.ok(bucket.take(0));
  t.notOk(bucket.take(0));
  t.equal(bucket.waitMs(0), 1000);
  t.notOk(bucket.take(999));
  t.ok(bucket.take(1000));
  t.end();
});

t.test('a small budget still holds one request', (t) => {
  const bucket = new TokenBucket(1, 0);
  t.ok(bucket.take(0));
  t.equal(bucket.waitMs(0), 60_000);
  t.end();
});

t.test('further pages are owed and paid back before the next request', (t) => {
  const bucket = new TokenBucket(60, 0);
  bucket.take(0);
  bucket.charge(9, 0);
  t.notOk(bucket.take(4_999));
  t.ok(bucket.take(5_000));
  t.end();
});

t.test('however the calls fall, no window gives more than the budget and one bucket', (t) => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 600 }), fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 300 }), (perMinute, gaps) => {
    const bucket = new TokenBucket(perMinute, 0);
    let now = 0;
    let taken = 0;
    for (const gap of gaps) {
      now += gap;
      if (bucket.take(now)) taken += 1;
    }
    return taken <= Math.max(1, Math.floor(perMinute / 10)) + (now * perMinute) / 60_000 + 1e-6;
  }), { seed: 1 });
  t.end();
});
