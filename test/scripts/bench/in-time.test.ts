import t from 'tap';
import { inTime } from '../../../scripts/bench/in-time.ts';

t.test('what comes in time is passed on', async (t) => {
  t.equal(await inTime(Promise.resolve('it'), 'it'), 'it');
});

t.test('a wait ends with an error that names what did not come', async (t) => {
  await t.rejects(inTime(new Promise(() => {}), 'the last message', 1), {
    message: 'waited 0.001 s for the last message',
  });
});
