import t from 'tap';
import { Pulse } from '../../src/store/pulse.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';

t.test('however many ask at once and within a second, the store is pinged once', async (t) => {
  const clock = new ManualClock();
  let pings = 0;
  let answer = (): void => {};
  const pulse = new Pulse(
    {
      ping: () =>
        new Promise((resolve) => {
          pings += 1;
          answer = resolve;
        }),
    },
    clock,
  );
  const first = pulse.feel();
  await clock.advance(5_000);
  const second = pulse.feel();
  t.equal(pings, 1, 'a slow ping is waited for');
  answer();
  await Promise.all([first, second]);
  await clock.advance(999);
  await pulse.feel();
  t.equal(pings, 1);
  await clock.advance(1);
  void pulse.feel();
  t.equal(pings, 2);
});

t.test('what a ping fails with is told to all, and tried again after a second', async (t) => {
  const clock = new ManualClock();
  let failing = true;
  const pulse = new Pulse({ ping: () => (failing ? Promise.reject(new Error('full')) : Promise.resolve()) }, clock);
  await t.rejects(pulse.feel(), { message: 'full' });
  failing = false;
  await t.rejects(pulse.feel(), { message: 'full' });
  await clock.advance(1_000);
  await t.resolves(pulse.feel());
});
