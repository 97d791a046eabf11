import t from 'tap';
import type { RunCycleReply } from '../../../src/checking/claiming/cycle.ts';
import type { LookReply } from '../../../src/checking/claiming/waiting-looks.ts';
import type { Cycle } from '../../../src/checking/claiming/cycle.ts';
import { checking, INTERVAL_MS } from '../../support/checking.ts';
import { takeDue } from '../../contract/store/harness.ts';

t.test('a watched section is looked at, and its changes are announced once', async (t) => {
  const { source, store, watch, wake, clock, told, announced } = await checking(t);
  source.set('66445');
  const section = await watch('66445');
  await wake();
  t.match(await store.sections.state(section), { status: 'full', version: 1 });
  t.same(told(), [], 'the first look is no change');
  t.same(
    announced.flatMap(({ states }) => states.map((state) => state.section)),
    [section],
  );
  source.set('66445', { enrolled: 149 });
  await clock.advance(INTERVAL_MS + 1_000);
  t.same(told(), ['66445 opened', '66445 seats']);
  t.match(await store.sections.state(section), { status: 'open', version: 2 });
});

t.test('one request covers all sections of a course, including unwatched ones', async (t) => {
  const { source, store, watch, wake, clock } = await checking(t);
  for (const classNumber of ['66445', '70380', '74350']) source.set(classNumber);
  await watch('66445');
  await wake();
  await clock.advance(INTERVAL_MS);
  t.same(
    source.asked.map(({ by }) => by),
    ['class', 'course'],
    'by number until the course is known',
  );
  t.match(await store.sections.state('asu/2267/70380'), { version: 1 });
});

t.test('the budget is kept: a full bucket at once, then one request at a time', async (t) => {
  const { source, watch, wake, clock } = await checking(t, { budgetPerMinute: 60 });
  for (let n = 0; n < 10; n++) {
    source.set(String(10_000 + n), { catalogNumber: String(100 + n) });
    await watch(String(10_000 + n));
  }
  await wake();
  const afterBurst = source.asked.length;
  t.ok(afterBurst >= 6 && afterBurst <= 7, `${afterBurst} of 10 at once`);
  await clock.advance(2_000);
  t.equal(source.asked.length, afterBurst + 2);
});

t.test('cycles can be requested one at a time, and are reported while they run and after', async (t) => {
  const { source, watch, wake, clock, ask } = await checking(t);
  source.set('66445');
  t.same(await ask<{ cycle: Cycle | null }>((replyTo) => ({ type: 'current-cycle', replyTo })), { cycle: null });
  await watch('66445');
  await wake();
  source.holding = true;
  const run = (): Promise<RunCycleReply> => ask((replyTo) => ({ type: 'run-cycle', replyTo }));
  t.match(await run(), { outcome: 'started', cycle: { due: 1, done: 0, failed: 0 } });
  t.match(await run(), { outcome: 'running' });
  source.release();
  await clock.advance(1_000);
  const { cycle } = await ask<{ cycle: Cycle | null }>((replyTo) => ({ type: 'current-cycle', replyTo }));
  t.match(cycle, { due: 1, done: 1, failed: 0, requests: 1 });
  t.type(cycle?.finishedAt, 'string');
});

t.test('while checks are paused, no requests are made for any reason', async (t) => {
  const { source, store, watch, wake, ask } = await checking(t);
  source.set('66445');
  await store.pauses.set('checks', 'asu');
  await watch('66445');
  await wake();
  t.match(await ask<RunCycleReply>((replyTo) => ({ type: 'run-cycle', replyTo })), { outcome: 'paused' });
  t.match(
    await ask<LookReply>((replyTo) => ({
      type: 'look',
      what: { section: 'asu/2267/1' },
      by: { student: 'ada' },
      replyTo,
    })),
    { outcome: 'unseen', code: 'PMC_CHECKS_PAUSED' },
  );
  t.equal(source.asked.length, 0);
  await store.pauses.clear('checks', 'asu');
  await wake();
  t.equal(source.asked.length, 1);
});

t.test('stopping gives all leases back', async (t) => {
  const { source, store, system, watch, wake } = await checking(t);
  source.set('66445');
  source.holding = true;
  await watch('66445');
  await wake();
  t.same(await takeDue({ store }, 'rival'), []);
  const stopped = system.stop();
  source.release();
  await stopped;
  t.equal((await takeDue({ store }, 'rival')).length, 1);
});

t.test('visitors take turns with the schedule and do not starve it', async (t) => {
  const { source, watch, wake, clock, ask } = await checking(t, { budgetPerMinute: 10 });
  for (const classNumber of ['10001', '10002', '10003']) await watch(classNumber);
  await wake();
  const looks = ['20001', '20002', '20003'].map((classNumber) =>
    ask<LookReply>((replyTo) => ({
      type: 'look',
      what: { section: `asu/2267/${classNumber}` },
      by: { student: classNumber },
      replyTo,
    })),
  );
  // The test may end before the last of them is answered.
  void Promise.allSettled(looks);
  await clock.advance(4 * 6_000);
  const visitors = source.asked
    .slice(1, 5)
    .filter((request) => request.by === 'class' && request.classNumber.startsWith('2'));
  t.equal(source.asked.length, 5);
  t.equal(visitors.length, 2, 'half of what was asked while both waited');
});
