import t from 'tap';
import { callWithin, within } from '../../../src/runtime/index.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';

const late = (): Error => new Error('too late');

t.test('a promise that settles in time is passed on, and its timer is cleared', async (t) => {
  const clock = new ManualClock();
  t.equal(await within(clock, 1_000, Promise.resolve('value'), late), 'value');
  await t.rejects(within(clock, 1_000, Promise.reject(new Error('its own')), late), { message: 'its own' });
});

t.test('a promise that does not settle in time rejects', async (t) => {
  const clock = new ManualClock();
  const waiting = within(clock, 1_000, new Promise(() => {}), late);
  const rejected = t.rejects(waiting, { message: 'too late' });
  await clock.advance(1_000);
  await rejected;
});

t.test('a call that takes too long is named in its error', async (t) => {
  const clock = new ManualClock();
  t.equal(await callWithin(clock, 1_000, 'store', Promise.resolve('value')), 'value');
  const rejected = t.rejects(callWithin(clock, 1_000, 'store', new Promise(() => {})), {
    code: 'RUNTIME_CALL_TIMEOUT',
    message: 'the call to store took longer than 1000 ms',
  });
  await clock.advance(1_000);
  await rejected;
});
