/**
 * What scheduler and section-checker owe one another when one of them, or what they need, fails in the middle of a
 * pass.
 */
import t from 'tap';
import type { Cycle } from '../../../src/checking/claiming/cycle.ts';
import type { RunCycleReply } from '../../../src/actors/checking/scheduler.ts';
import type { LookReply } from '../../../src/checking/claiming/waiting-looks.ts';
import { storeError } from '../../../src/store/errors.ts';
import { checking, INTERVAL_MS, LEASE_MS } from '../../support/checking.ts';
import type { Checking } from '../../support/checking.ts';
import { WHOLE } from '../../../src/store/sections.ts';

const FAILED = { outcome: 'failed', code: 'PMC_SOURCE_STATUS', message: 'the host answered 500', requests: 1 } as const;

/** Full sections, each of a course of its own, watched and seen once. */
async function watched(test: Checking, count: number): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, n) => String(10_000 + n));
  for (const number of numbers) {
    setSeats(test, number, 150);
    await test.watch(number);
  }
  await test.wake();
  return numbers;
}

function setSeats({ source }: Checking, number: string, enrolled: number): void {
  source.set(number, { catalogNumber: number.slice(-3), enrolled });
}

const AWAY = storeError('PMC_STORE_UNAVAILABLE', { reason: 'as the test wishes' });
const DEFECT = new Error('a defect, as the test wishes');

function failOnce<Part extends object>(part: Part, method: keyof Part, error: Error): void {
  const failing = (): Promise<never> => {
    Reflect.deleteProperty(part, method);
    return Promise.reject(error);
  };
  Object.assign(part, { [method]: failing });
}

for (const [what, error, restarts] of [
  ['the store was away', AWAY, 0],
  ['of a defect', DEFECT, 1],
] as const) {
  t.test(`openings whose write failed because ${what} are found again and told once`, async (t) => {
    const test = await checking(t);
    const [number] = await watched(test, 1);
    setSeats(test, number!, 100);
    failOnce(test.store.sections, 'commit', error);
    await test.clock.advance(INTERVAL_MS + 5_000);
    t.equal(test.node('checking/asu/section-checker').restarts, restarts);
    t.equal(
      test.node('checking/asu/scheduler').restarts,
      restarts,
      'what was under way in one means nothing to the other',
    );
    t.same(
      test.told().filter((line) => line.endsWith('opened')),
      [`${number} opened`],
    );
  });
}

t.test(
  'while the store is away nothing is asked and nobody is restarted; then it goes on within seconds, with the leases there are',
  async (t) => {
    const test = await checking(t);
    const numbers = await watched(test, 3);
    for (const number of numbers) setSeats(test, number, 100);
    const asked = test.source.asked.length;
    const away = (): Promise<never> => Promise.reject(AWAY);
    Object.assign(test.store.sections, { claim: away, nextDueInMs: away, renew: away });
    await test.clock.advance(2 * INTERVAL_MS);
    t.match(
      await test.ask<LookReply>((replyTo) => ({
        type: 'look',
        what: { section: 'asu/2267/66445' },
        by: { student: 'ada' },
        replyTo,
      })),
      { outcome: 'unseen', code: AWAY.code, message: AWAY.message },
    );
    Object.assign(test.store.sections, { makeDue: away });
    t.match(await test.ask<RunCycleReply>((replyTo) => ({ type: 'run-cycle', replyTo })), {
      outcome: 'failed',
      code: AWAY.code,
    });
    t.equal(test.source.asked.length, asked);
    for (const method of ['claim', 'nextDueInMs', 'renew', 'makeDue'])
      Reflect.deleteProperty(test.store.sections, method);
    await test.clock.advance(20_000);
    t.equal(test.node('checking/asu/scheduler').restarts, 0);
    t.same(
      test
        .told()
        .filter((line) => line.endsWith('opened'))
        .toSorted(),
      numbers.map((number) => `${number} opened`),
    );
  },
);

t.test(
  'while nothing can be written the source is left alone, though claims succeed; then what opened is told',
  async (t) => {
    const test = await checking(t);
    const numbers = await watched(test, 10);
    for (const number of numbers) setSeats(test, number, 100);
    const full = storeError('PMC_STORE_UNWRITABLE', { reason: 'database or disk is full' });
    let pings = 0;
    Object.assign(test.store.sections, { commit: () => Promise.reject(full) });
    Object.assign(test.store, {
      ping: () => {
        pings += 1;
        return Promise.reject(full);
      },
    });
    await test.clock.advance(INTERVAL_MS + 5_000);
    const asked = test.source.asked.length;
    await test.clock.advance(INTERVAL_MS);
    t.equal(test.source.asked.length, asked, 'not asked once the first write had failed');
    t.ok(pings >= 5 && pings <= 40, `the store is probed with growing pauses: ${pings} times in five minutes`);
    Reflect.deleteProperty(test.store, 'ping');
    await test.clock.advance(INTERVAL_MS);
    t.ok(
      test.source.asked.length - asked <= 25,
      `a store that takes a ping and no look is tried by one look at a time: ${test.source.asked.length - asked}`,
    );
    Reflect.deleteProperty(test.store.sections, 'commit');
    await test.clock.advance(LEASE_MS + 20_000);
    t.equal(test.node('checking/asu/section-checker').restarts, 0);
    t.same(
      test
        .told()
        .filter((line) => line.endsWith('opened'))
        .toSorted(),
      numbers.map((number) => `${number} opened`),
    );
  },
);

t.test('openings that were held when the section-checker died are found again and told once', async (t) => {
  const test = await checking(t);
  const [opened, moved] = await watched(test, 2);
  setSeats(test, opened!, 100);
  setSeats(test, moved!, 151);
  // The write of the second section fails while the opening of the first waits for the end of the pass.
  failOnce(test.store.sections, 'commit', DEFECT);
  await test.clock.advance(INTERVAL_MS + 5_000);
  t.same(test.told().toSorted(), [`${opened} opened`, `${opened} seats`, `${moved} seats`]);
  t.same(
    await test.store.sections
      .claim('asu', { sections: [`asu/2267/${opened}`, `asu/2267/${moved}`] }, 'rival', 1_000)
      .then(({ length }) => length),
    2,
    'no lease is left',
  );
});

t.test('what is committed is told, even if the store fails right after', async (t) => {
  const test = await checking(t);
  const [number] = await watched(test, 1);
  await test.clock.advance(INTERVAL_MS - 20_000);
  await test.watch('99999');
  setSeats(test, number!, 151);
  failOnce(test.store.sections, 'forget', AWAY);
  await test.clock.advance(2 * INTERVAL_MS);
  t.same(test.told(), [`${number} seats`]);
  t.equal(await test.store.sections.countWatched('asu'), 1, 'and what could not be written then is written later');
});

t.test('a scheduler that fails gives back what it had claimed, and its successor begins anew', async (t) => {
  const test = await checking(t);
  const [number] = await watched(test, 1);
  test.source.holding = true;
  setSeats(test, number!, 100);
  await test.clock.advance(INTERVAL_MS);
  failOnce(test.store.sections, 'renew', DEFECT);
  await test.clock.advance(20_000);
  t.ok(test.node('checking/asu/scheduler').restarts >= 1);
  test.source.release();
  await test.clock.advance(INTERVAL_MS);
  t.same(
    test.told(),
    [`${number} opened`, `${number} seats`],
    'the late answer to the first asker is not told beside the second',
  );
});

t.test('a pool that dies with looks in hand costs no failure: they are asked again', async (t) => {
  const test = await checking(t);
  const numbers = await watched(test, 3);
  for (const number of numbers) setSeats(test, number, 100);
  test.source.holding = true;
  test.source.diesAfter = 2;
  await test.clock.advance(INTERVAL_MS);
  test.source.holding = false;
  await test.clock.advance(5_000);
  t.equal(test.node('checking/browsers/pool').restarts, 1);
  t.notOk(test.counts['failed']);
  t.same(
    test
      .told()
      .filter((line) => line.endsWith('opened'))
      .toSorted(),
    numbers.map((number) => `${number} opened`),
  );
});

t.test(
  'a pass that the budget makes longer than a lease keeps its leases, and every section is settled once',
  async (t) => {
    const test = await checking(t, { budgetPerMinute: 60, leaseMs: 5_000 });
    const numbers = await watched(test, 30);
    await test.clock.advance(INTERVAL_MS);
    await test.clock.advance(20_000);
    t.same(
      await test.store.sections.claim('asu', { due: true, limit: 100, aheadMs: 0, share: WHOLE }, 'rival', 1_000),
      [],
      'what waits its turn is still leased',
    );
    await test.clock.advance(20_000);
    t.same(
      await Promise.all(
        numbers.map(async (number) => (await test.store.sections.state(`asu/2267/${number}`))?.version),
      ),
      numbers.map(() => 1),
    );
    t.equal(test.source.asked.length, 60);
  },
);

t.test('what another process held when it died joins the pass that is under way, and comes first', async (t) => {
  const test = await checking(t, { budgetPerMinute: 60 });
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
  t.match(cycle, { due: 40 });
  t.equal(cycle?.finishedAt, undefined, 'the pass goes on');
});

t.test('a student who waits takes turns with the pass; a section of the pass is pending', async (t) => {
  const test = await checking(t, { budgetPerMinute: 60 });
  const numbers = await watched(test, 30);
  await test.clock.advance(60_000);
  await test.ask<RunCycleReply>((replyTo) => ({ type: 'run-cycle', replyTo }));
  test.source.set('66445');
  const look = (section: string): Promise<LookReply> =>
    test.ask((replyTo) => ({ type: 'look', what: { section }, by: { student: 'ada' }, replyTo }));
  const pending = look(`asu/2267/${numbers.at(-1)}`);
  await test.clock.advance(2_000);
  t.match(await pending, { outcome: 'unseen', code: 'PMC_SECTION_PENDING' });
  const before = test.source.asked.length;
  const waiting = look('asu/2267/66445');
  await test.clock.advance(2_500);
  t.same(await waiting, { outcome: 'seen' });
  t.match(
    test.source.asked.slice(before, before + 2).find(({ by }) => by === 'class'),
    { classNumber: '66445' },
  );
});

t.test('checks that are paused in mid-pass end it: its sections go back, and are looked at on resume', async (t) => {
  const test = await checking(t, { budgetPerMinute: 60 });
  const numbers = await watched(test, 20);
  await test.clock.advance(60_000);
  await test.ask<RunCycleReply>((replyTo) => ({ type: 'run-cycle', replyTo }));
  await test.store.pauses.set('checks', null);
  await test.wake();
  const asked = test.source.asked.length;
  t.equal(await test.store.sections.nextDueInMs('asu'), 0, 'given back as due as they were');
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

t.test('a half-open breaker tries no more looks than it needs, and the others lose nothing', async (t) => {
  const test = await checking(t);
  const numbers = await watched(test, 12);
  test.source.failing = FAILED;
  await test.clock.advance(INTERVAL_MS);
  t.equal(test.node('checking/asu/section-checker').breaker, 'open');
  const asked = test.source.asked.length;
  test.source.holding = true;
  await test.clock.advance(125_000);
  t.equal(test.node('checking/asu/section-checker').breaker, 'half-open');
  t.equal(test.source.asked.length, asked + 3);
  test.source.failing = null;
  for (const number of numbers) setSeats(test, number, 100);
  test.source.release();
  // The three answers were taken when they were asked for, before the source was well.
  await test.clock.advance(2 * INTERVAL_MS);
  t.equal(test.node('checking/asu/section-checker').breaker, 'closed');
  t.same(
    test
      .told()
      .filter((line) => line.endsWith('opened'))
      .toSorted(),
    numbers.map((number) => `${number} opened`),
  );
});
