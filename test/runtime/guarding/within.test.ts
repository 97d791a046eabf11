import t from 'tap';
import { within } from '../../../src/runtime/index.ts';
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
