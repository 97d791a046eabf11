/** A store that rejects writes for a while: nothing is lost and nothing is announced twice. */
import t from 'tap';
import type { RunCycleReply } from '../../../src/checking/claiming/cycle.ts';
import type { LookReply } from '../../../src/checking/claiming/waiting-looks.ts';
import { storeError } from '../../../src/store/errors.ts';
import { commitOf } from '../../contract/store/harness.ts';
import { checking, INTERVAL_MS, LEASE_MS } from '../../support/checking.ts';
import { AWAY, DEFECT, failOnce, setSeats, watched } from '../../support/open-courses.ts';

for (const [what, error, restarts] of [
  ['the store was away', AWAY, 0],
  ['of a defect', DEFECT, 1],
] as const) {
  t.test(`openings whose write failed because ${what} are found again and announced once`, async (t) => {
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
  'while the store is unavailable, no requests are made and no actor restarts; then checking resumes within seconds',
  async (t) => {
    const test = await checking(t);
    const numbers = await watched(test, 3);
    for (const number of numbers) setSeats(test, number, 100);
    const asked = test.source.asked.length;
    const away = (): Promise<never> => Promise.reject(AWAY);
    Object.assign(test.store.sections, { claim: away, watched: away, renew: away });
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
    for (const method of ['claim', 'watched', 'renew', 'makeDue']) Reflect.deleteProperty(test.store.sections, method);
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
  'while writes fail, the source is not asked even if claims succeed; then the openings are announced',
  async (t) => {
    const test = await checking(t);
    const numbers = await watched(test, 5);
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

t.test('committed changes are announced, even if the store fails right after', async (t) => {
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

t.test('a state that was written without an answer of the store is announced soon', async (t) => {
  const test = await checking(t);
  const [number] = await watched(test, 1);
  const key = `asu/2267/${number}`;
  test.source.failing = { outcome: 'failed', code: 'PMC_SOURCE_STATUS', message: 'the host answered 500', requests: 1 };
  await test.clock.advance(INTERVAL_MS + 60_000);
  t.match(await test.store.sections.state(key), { status: 'unknown' });
  test.source.failing = null;
  const { sections } = test.store;
  const commit = sections.commit.bind(sections);
  const unanswered = async (...args: Parameters<typeof commit>): Promise<never> => {
    Reflect.deleteProperty(sections, 'commit');
    await commit(...args);
    throw AWAY;
  };
  Object.assign(sections, { commit: unanswered });
  test.announced.length = 0;
  await test.clock.advance(2 * INTERVAL_MS);
  t.match(await sections.state(key), { status: 'full' });
  t.match(
    test.announced.flatMap(({ states }) => states),
    [{ section: key, status: 'full' }],
    'and once',
  );
});

t.test('a section whose state was damaged during its look is given back', async (t) => {
  const test = await checking(t);
  const [number] = await watched(test, 1);
  setSeats(test, number!, 100);
  const { sections } = test.store;
  Object.assign(sections, { known: async () => [] });
  await test.clock.advance(INTERVAL_MS + 1_000);
  t.equal(test.node('checking/asu/section-checker').restarts, 0);
  const claimed = await sections.claim('asu', { sections: [`asu/2267/${number}`] }, 'other:run', LEASE_MS);
  t.equal(claimed.length, 1);
});

t.test('a section that another answer shows while it is forgotten stays, and is given back', async (t) => {
  const test = await checking(t);
  await watched(test, 1);
  const key = await test.watch('99999');
  const { sections } = test.store;
  const forget = sections.forget.bind(sections);
  let seenMeanwhile = 0;
  Object.assign(sections, {
    forget: async (owner: string, section: string) => {
      const seen = { ...commitOf({ now: () => test.clock.now() }, section, null), inPassing: true as const };
      seenMeanwhile += (await sections.commit('other:run', [seen])).committed.length;
      return await forget(owner, section);
    },
  });
  for (let step = 0; seenMeanwhile === 0 && step < 100; step += 1) await test.clock.advance(5_000);
  t.equal(seenMeanwhile, 1);
  t.match(await sections.state(key), { version: 1 });
  t.equal((await sections.claim('asu', { sections: [key] }, 'other:run', LEASE_MS)).length, 1);
});
