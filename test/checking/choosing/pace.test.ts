import t from 'tap';
import { Price, gapMs } from '../../../src/checking/choosing/pace.ts';

const INTERVAL = 300_000;
const LEAST = 15_000;
const STALE = 86_400_000;

const pace = (price: number, more = {}) => ({
  schedule: 'adaptive' as const,
  intervalMs: INTERVAL,
  price,
  pages: 1,
  rest: 0,
  staleMs: STALE,
  ...more,
});

t.test('with enough budget the gap is the least gap by the root of the appeal, within the promise', (t) => {
  const price = new Price(INTERVAL).ms2;
  t.equal(gapMs(pace(price), { appeal: 1 / 4, shown: 1 / 4, promise: 1 }), 2 * LEAST);
  t.equal(gapMs(pace(price), { appeal: 900, shown: 900, promise: 1 }), LEAST, 'never less');
  t.equal(gapMs(pace(price), { appeal: 0, shown: 0, promise: 1 }), INTERVAL);
  t.equal(gapMs(pace(price), { appeal: 0, shown: 0, promise: 4 }), 4 * INTERVAL);
  t.end();
});

t.test('the other courses of an answer bring the look forward, and its pages put it off', (t) => {
  const price = LEAST ** 2;
  t.equal(gapMs(pace(price, { rest: 3 / 16 }), { appeal: 1 / 16, shown: 1 / 16, promise: 1 }), 2 * LEAST);
  t.equal(gapMs(pace(price, { pages: 4 }), { appeal: 1 / 16, shown: 1, promise: 1 }), 2 * LEAST);
  t.end();
});

t.test('with a short budget the gap follows the price of a request, and may be longer than the promise', (t) => {
  const price = new Price(INTERVAL);
  for (let sent = 0; sent < 500; sent += 1) price.sent(600_000 ** 2);
  t.ok(Math.abs(gapMs(pace(price.ms2), { appeal: 1, shown: 1, promise: 1 }) - 600_000) < 1, 'ten minutes');
  t.equal(gapMs(pace(price.ms2), { appeal: 0, shown: 0, promise: 1 }), STALE);
  t.end();
});

t.test('a request that was sent for its promise does not lower the price below the least', (t) => {
  const price = new Price(INTERVAL);
  price.sent(0);
  t.equal(price.ms2, LEAST ** 2);
  t.end();
});
