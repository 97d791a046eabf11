import t from 'tap';
import { SharedPing } from '../../src/store/shared-ping.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';

t.test('callers within a short time share one ping of the store', async (t) => {
  const clock = new ManualClock();
  let pings = 0;
  let answer = (): void => {};
  const shared = new SharedPing(
    {
      ping: () =>
        new Promise((resolve) => {
          pings += 1;
          answer = resolve;
        }),
    },
    clock,
  );
  const first = shared.ping();
  await clock.advance(5_000);
  const second = shared.ping();
  t.equal(pings, 1, 'callers wait for a slow ping');
  answer();
  await Promise.all([first, second]);
  await clock.advance(899);
  await shared.ping();
  t.equal(pings, 1);
  await clock.advance(1);
  void shared.ping();
  t.equal(pings, 2);
});

t.test('a failed ping fails for all callers, and is tried again a moment later', async (t) => {
  const clock = new ManualClock();
  let failing = true;
  const shared = new SharedPing(
    { ping: () => (failing ? Promise.reject(new Error('full')) : Promise.resolve()) },
    clock,
  );
  await t.rejects(shared.ping(), { message: 'full' });
  failing = false;
  await t.rejects(shared.ping(), { message: 'full' });
  await clock.advance(900);
  await t.resolves(shared.ping());
});
