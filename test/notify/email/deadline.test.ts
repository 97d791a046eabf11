import t from 'tap';
import { Deadline } from '../../../src/notify/email/deadline.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';

t.test('a mail that is not handed over in time is aborted', async (t) => {
  const clock = new ManualClock();
  const deadline = new Deadline(clock, 1_000, 5_000);
  await clock.advance(999);
  t.notOk(deadline.signal.aborted);
  await clock.advance(1);
  t.ok(deadline.signal.aborted);
  t.match(String(deadline.signal.reason), /1000 ms/);
});

t.test('after the final dot the server has separate time for its answer', async (t) => {
  const clock = new ManualClock();
  const deadline = new Deadline(clock, 1_000, 5_000);
  deadline.handedOver();
  await clock.advance(4_999);
  t.notOk(deadline.signal.aborted);
  await clock.advance(1);
  t.match(String(deadline.signal.reason), /5000 ms/);
});

t.test('a delivery that ended in time is never aborted, and a lost one is aborted at once', async (t) => {
  const clock = new ManualClock();
  const ended = new Deadline(clock, 1_000, 5_000);
  ended.end();
  await clock.advance(10_000);
  t.notOk(ended.signal.aborted);
  const lost = new Deadline(clock, 1_000, 5_000);
  lost.lose('the connection broke');
  t.match(String(lost.signal.reason), /the connection broke/);
});
