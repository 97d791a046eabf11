import t from 'tap';
import { places } from '../../../src/actors/places.ts';
import type { Cycle } from '../../../src/checking/claiming/cycle.ts';
import type { RunCycleReply } from '../../../src/checking/claiming/cycle.ts';
import type { LookReply } from '../../../src/checking/claiming/waiting-looks.ts';
import { checking, INTERVAL_MS } from '../../support/checking.ts';
import { setSeats, watched } from '../../support/open-courses.ts';
import { nextDueInMs } from '../../contract/store/harness.ts';

t.test('a cycle that takes longer than a lease settles every section once', async (t) => {
  const test = await checking(t, { budgetPerMinute: 60, leaseMs: 5_000 });
  const numbers = await watched(test, 30);
  await test.clock.advance(INTERVAL_MS);
  await test.clock.advance(40_000);
  t.same(
    await Promise.all(numbers.map(async (number) => (await test.store.sections.state(`asu/2267/${number}`))?.version)),
    numbers.map(() => 1),
  );
  t.equal(test.source.asked.length, 60);
});

t.test('what a process that died had leased is asked for within moments of the end of its leases', async (t) => {
  const test = await checking(t);
  const numbers = await watched(test, 40);
  await test.clock.advance(60_000);
  const [dead] = numbers;
  await test.store.sections.claim('asu', { sections: [`asu/2267/${dead}`] }, 'a process that died', 10_000);
  setSeats(test, dead!, 100);
  await test.ask<RunCycleReply>((replyTo) => ({ type: 'run-cycle', replyTo }));
  await test.clock.advance(9_000);
  t.same(test.told(), []);
  await test.clock.advance(8_000);
  t.same(test.told(), [`${dead} opened`, `${dead} seats`], 'within moments of the end of its lease');
  const { cycle } = await test.ask<{ cycle: Cycle | null }>((replyTo) => ({ type: 'current-cycle', replyTo }));
  t.match(cycle, { due: 40, done: 40, failed: 0 });
  t.type(cycle?.finishedAt, 'string');
});

t.test(
  'a node joins the cycle that another one was asked for, and looks again at what was seen a moment ago',
  async (t) => {
    const test = await checking(t);
    const numbers = await watched(test, 3);
    await test.clock.advance(1_000);
    test.source.asked.length = 0;
    await test.store.sections.makeDue('asu');
    test.system.outside.tell(places.scheduler('asu').on('n'), { type: 'join-cycle' });
    await test.clock.advance(1_000);
    t.equal(test.source.asked.length, numbers.length);
    const { cycle } = await test.ask<{ cycle: Cycle | null }>((replyTo) => ({ type: 'current-cycle', replyTo }));
    t.match(cycle, { due: 3, done: 3 });
  },
);

t.test('looks for a waiting student take turns with a cycle', async (t) => {
  const test = await checking(t, { budgetPerMinute: 60 });
  await watched(test, 30);
  await test.clock.advance(60_000);
  await test.ask<RunCycleReply>((replyTo) => ({ type: 'run-cycle', replyTo }));
  test.source.set('66445');
  const look = (section: string): Promise<LookReply> =>
    test.ask((replyTo) => ({ type: 'look', what: { section }, by: { student: 'ada' }, replyTo }));
  await test.clock.advance(2_000);
  const before = test.source.asked.length;
  const waiting = look('asu/2267/66445');
  await test.clock.advance(2_500);
  t.same(await waiting, { outcome: 'seen' });
  t.match(
    test.source.asked.slice(before, before + 2).find(({ by }) => by === 'class'),
    { classNumber: '66445' },
  );
});

t.test('a pause of checks ends the cycle: its sections are given back, and looked at on resume', async (t) => {
  const test = await checking(t, { budgetPerMinute: 60 });
  const numbers = await watched(test, 20);
  await test.clock.advance(60_000);
  await test.ask<RunCycleReply>((replyTo) => ({ type: 'run-cycle', replyTo }));
  await test.store.pauses.set('checks', null);
  await test.wake();
  const asked = test.source.asked.length;
  t.equal(await nextDueInMs(test.store), 0, 'given back as due as they were');
  for (const number of numbers) setSeats(test, number, 100);
  await test.clock.advance(INTERVAL_MS);
  t.equal(test.source.asked.length, asked);
  await test.store.pauses.clear('checks', null);
  await test.wake();
  await test.clock.advance(120_000);
  t.same(
    test
      .told()
      .filter((line) => line.endsWith('opened'))
      .toSorted(),
    numbers.map((number) => `${number} opened`),
  );
});
