import t from 'tap';
import { KeyRates } from '../../src/bus/key-rates.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';

const key = (id: string, ratePerMinute: number) => ({ id, ratePerMinute, scopes: ['facts'] as const });

t.test('each key may connect as often in a minute as its rate says', async (t) => {
  const clock = new ManualClock();
  const rates = new KeyRates(clock);
  const taken = (id: string, times: number) => Array.from({ length: times }, () => rates.take(key(id, 3)));
  t.same(taken('a', 4), [true, true, true, false]);
  t.same(taken('b', 1), [true], 'another key has its own rate');
  await clock.advance(20_000);
  t.same(taken('a', 2), [true, false]);
  await clock.advance(120_000);
  t.same(taken('a', 4), [true, true, true, false], 'and no more after a long rest');
});
