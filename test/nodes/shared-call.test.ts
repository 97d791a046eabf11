import t from 'tap';
import { sharedCall } from '../../src/nodes/shared-call.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';

t.test('callers within a short time share one result', async (t) => {
  const clock = new ManualClock();
  let calls = 0;
  const count = sharedCall(clock, async () => (calls += 1));
  t.same(await Promise.all([count(), count()]), [1, 1]);
  await clock.advance(899);
  t.equal(await count(), 1);
  await clock.advance(1);
  t.equal(await count(), 2);
});

t.test('callers wait for a slow call, and the next one after it calls again', async (t) => {
  const clock = new ManualClock();
  let calls = 0;
  let answer = (): void => {};
  const ping = sharedCall(clock, () => {
    calls += 1;
    return new Promise<void>((resolve) => (answer = resolve));
  });
  const first = ping();
  await clock.advance(5_000);
  const second = ping();
  t.equal(calls, 1);
  answer();
  await Promise.all([first, second]);
  void ping();
  t.equal(calls, 2);
});

t.test('a failed call fails for all callers, and is tried again a moment later', async (t) => {
  const clock = new ManualClock();
  let failing = true;
  const ping = sharedCall(clock, () => (failing ? Promise.reject(new Error('full')) : Promise.resolve()));
  await t.rejects(ping(), { message: 'full' });
  failing = false;
  await t.rejects(ping(), { message: 'full' });
  await clock.advance(900);
  await t.resolves(ping());
});

t.test('a caller that wants the state of now shares only a call in progress', async (t) => {
  const clock = new ManualClock();
  let calls = 0;
  const count = sharedCall(clock, async () => (calls += 1));
  t.same(await Promise.all([count(0), count(0)]), [1, 1]);
  t.equal(await count(0), 2);
  t.equal(await count(), 2);
});
