import t from 'tap';
import fc from 'fast-check';
import { Backoff } from '../../../src/runtime/guarding/backoff.ts';

t.test('pauses double up to the maximum', (t) => {
  const backoff = new Backoff({ minMs: 100, maxMs: 1_000, jitter: 0, resetAfterMs: 5_000 }, () => 0);
  t.same(
    [0, 0, 0, 0, 0, 4_999].map((ranMs) => backoff.next(ranMs)),
    [100, 200, 400, 800, 1_000, 1_000],
  );
  t.end();
});

t.test('a long run resets the pause', (t) => {
  const backoff = new Backoff({ minMs: 100, maxMs: 1_000, jitter: 0, resetAfterMs: 5_000 }, () => 0);
  t.same(
    [0, 0, 5_000, 0].map((ranMs) => backoff.next(ranMs)),
    [100, 200, 100, 200],
  );
  t.end();
});

t.test('jitter only makes a pause longer, by no more than its share', (t) => {
  const options = fc.record({
    minMs: fc.integer({ min: 1, max: 1_000 }),
    maxMs: fc.integer({ min: 1_000, max: 60_000 }),
    jitter: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(
      options,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.nat(2_000),
      (given, share, failures) => {
        const jittered = new Backoff({ ...given, resetAfterMs: 1 }, () => share);
        const plain = new Backoff({ ...given, jitter: 0, resetAfterMs: 1 }, () => share);
        for (let failure = 0; failure < Math.min(failures, 50); failure += 1) {
          const pause = jittered.next(0),
            least = plain.next(0);
          if (pause < least || pause > Math.round(least * (1 + given.jitter)) || least > given.maxMs) return false;
        }
        return true;
      },
    ),
    { seed: 1 },
  );
  t.end();
});
