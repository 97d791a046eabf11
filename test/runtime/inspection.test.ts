import t from 'tap';
import { Breaker } from '../../src/runtime/guarding/breaker.ts';
import { inspect } from '../../src/runtime/inspection.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';

t.test('an open breaker says when it lets a call through, and what the last error was', async (t) => {
  const clock = new ManualClock();
  const breaker = new Breaker('mail', clock);
  const calls = { failures: 1, error: 'refused' };
  t.same(inspect(breaker, calls), { breaker: 'closed', calls }, 'while it is closed, the error is only in the calls');
  breaker.admit().trip(5_000);
  await clock.advance(1_000);
  t.same(inspect(breaker, calls), { breaker: 'open', retryInMs: 4_000, calls, lastError: 'refused' });
  await clock.advance(4_000);
  t.same(inspect(breaker, calls), { breaker: 'half-open', calls, lastError: 'refused' });
});
