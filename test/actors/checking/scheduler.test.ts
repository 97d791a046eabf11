import t from 'tap';
import type { RunCycleReply } from '../../../src/actors/checking/scheduler.ts';
import type { LookReply } from '../../../src/checking/claiming/waiting-looks.ts';
import type { Cycle } from '../../../src/checking/claiming/cycle.ts';
import { checking, INTERVAL_MS } from '../../support/checking.ts';
import type { Checking } from '../../support/checking.ts';
import { WHOLE } from '../../../src/store/sections.ts';

const REFUSED = { outcome: 'refused', code: 'PMC_POOL_REFUSED', message: 'full', requests: 0 } as const;
const FAILED = { outcome: 'failed', code: 'PMC_SOURCE_STATUS', message: 'the host answered 500', requests: 1 } as const;

t.test('a watched section is looked at, and what changed is told once', async (t) => {
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

t.test('one request answers for all sections of a course, also those nobody watches', async (t) => {
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

t.test('a refusal is given back: no failure is counted and it is asked again', async (t) => {
  const { source, store, watch, wake, clock, counts } = await checking(t);
  source.set('66445');
  const section = await watch('66445');
  source.failing = REFUSED;
  await wake();
  t.equal(await store.sections.state(section), undefined);
  t.equal(counts['failed'] ?? 0, 0);
  source.failing = null;
  await clock.advance(2_000);
  t.match(await store.sections.state(section), { version: 1 });
});

t.test(
  'what is too much for this machine is no failed look: nothing is counted, the breaker stays closed, and it is asked again',
  async (t) => {
    const { source, store, watch, wake, clock, counts, node } = await checking(t);
    for (let n = 0; n < 12; n += 1) {
      source.set(String(10_000 + n), { catalogNumber: String(100 + n) });
      await watch(String(10_000 + n));
    }
    source.failing = { outcome: 'refused', code: 'PMC_BROWSER_BUSY', message: 'no tab', requests: 1 };
    await wake();
    await clock.advance(20_000);
    source.failing = null;
    source.differBusy = true;
    await clock.advance(200_000);
    t.notOk(counts['failed']);
    t.same(await store.deadLetters.list(10), []);
    t.equal(node('checking/asu/section-checker').breaker, 'closed');
    source.differBusy = false;
    await clock.advance(120_000);
    t.equal(counts['seen'], 12);
  },
);

t.test('three failed looks make a section unknown with a dead letter; it stays scheduled and heals', async (t) => {
  const { source, store, watch, wake, clock, announced } = await checking(t);
  source.set('66445');
  const section = await watch('66445');
  await wake();
  source.failing = FAILED;
  await clock.advance(INTERVAL_MS + 60_000);
  t.match(await store.sections.state(section), { status: 'unknown', version: 1 });
  t.match(await store.deadLetters.list(10), [{ kind: 'check', subject: section, attempts: 3 }]);
  t.same(
    announced.at(-1)?.states.map(({ status }) => status),
    ['unknown'],
  );
  source.failing = null;
  await clock.advance(INTERVAL_MS + 5_000);
  t.match(await store.sections.state(section), { status: 'full', version: 1 });
});

t.test(
  'an unreadable row blinds its own section only: retried, unknown after three looks, no failure of the source, and it heals',
  async (t) => {
    const { source, store, watch, wake, clock, node, counts } = await checking(t);
    source.set('66445');
    source.set('70380');
    const [odd, other] = [await watch('66445'), await watch('70380')];
    await wake();
    await clock.advance(INTERVAL_MS);
    source.sections.delete('66445');
    source.unsure = [
      { classNumber: '66445', reason: 'its seats cannot be read' },
      { classNumber: '70699', reason: 'its seats cannot be read' },
    ];
    source.set('70380', { enrolled: 149 });
    for (let looks = 0; looks < 15; looks += 1) await clock.advance(INTERVAL_MS);
    t.match(await store.sections.state(odd), { status: 'unknown', version: 1 });
    t.match(await store.sections.state(other), { status: 'open', version: 2 });
    t.match(await store.deadLetters.list(10), [
      {
        kind: 'check',
        subject: odd,
        error: /says nothing sure about asu.2267.66445: its seats cannot be read/,
        attempts: 3,
      },
    ]);
    t.ok((counts['failed'] ?? 0) > 10, 'more failed looks than would open the breaker');
    t.equal(node('checking/asu/section-checker').breaker, 'closed');
    t.equal(await store.sections.state('asu/2267/70699'), undefined, 'nobody asked for it');
    source.unsure = [];
    source.set('66445');
    await clock.advance(INTERVAL_MS);
    t.match(await store.sections.state(odd), { status: 'full', version: 1 });
  },
);

t.test('why rows are unsure is logged once for each reason, however many rows and looks there are', async (t) => {
  const { source, watch, wake, clock, log } = await checking(t);
  source.set('66445');
  await watch('66445');
  const reason = 'its class status is "Q", which is neither active nor cancelled';
  source.unsure = [
    { classNumber: '70699', reason },
    { classNumber: '70700', reason },
    { classNumber: '70701', reason: 'its seatInfo is missing' },
  ];
  await wake();
  for (let looks = 0; looks < 3; looks += 1) await clock.advance(INTERVAL_MS);
  t.ok(source.asked.length > 2);
  t.same(
    log.lines.filter(({ fields }) => fields['code'] === 'PMC_SECTION_UNSURE').map(({ fields }) => fields['reason']),
    [reason, 'its seatInfo is missing'],
  );
});

t.test(
  'who waits for a section of which the answer says nothing sure is told so, not that there is none',
  async (t) => {
    const { source, ask, wake, clock } = await checking(t);
    source.unsure = [{ classNumber: '66445', reason: 'its seats cannot be read' }];
    const reply = ask<LookReply>((replyTo) => ({
      type: 'look',
      what: { section: 'asu/2267/66445' },
      by: { student: 'ada' },
      replyTo,
    }));
    await wake();
    await clock.advance(1_000);
    t.match(await reply, { outcome: 'unseen', code: 'PMC_SECTION_UNSURE' });
  },
);

t.test('an outage opens the breaker, nothing is asked while it is open, and it closes again', async (t) => {
  const { source, watch, wake, clock, node } = await checking(t);
  for (let n = 0; n < 12; n++) {
    source.set(String(10_000 + n), { catalogNumber: String(100 + n) });
    await watch(String(10_000 + n));
  }
  source.failing = FAILED;
  await wake();
  await clock.advance(5_000);
  t.equal(node('checking/asu/section-checker').breaker, 'open');
  const asked = source.asked.length;
  await clock.advance(60_000);
  t.equal(source.asked.length, asked);
  source.failing = null;
  await clock.advance(120_000);
  t.equal(node('checking/asu/section-checker').breaker, 'closed');
});

t.test(
  'a source that refuses is left alone for as long as it asks, says so where operators look, and no look has failed',
  async (t) => {
    const { source, store, watch, wake, clock, counts, node } = await checking(t);
    for (let n = 0; n < 12; n += 1) {
      source.set(String(10_000 + n), { catalogNumber: String(100 + n) });
      await watch(String(10_000 + n));
    }
    source.failing = {
      outcome: 'refused',
      code: 'PMC_SOURCE_REFUSES',
      message: 'fake.example answered 429',
      retryInMs: 90_000,
      requests: 1,
    };
    await wake();
    t.match(node('checking/asu/section-checker'), { breaker: 'open', lastError: 'fake.example answered 429' });
    const asked = source.asked.length;
    source.failing = null;
    await clock.advance(85_000);
    t.equal(source.asked.length, asked, 'nothing is asked meanwhile');
    await clock.advance(60_000);
    t.match(node('checking/asu/section-checker'), { breaker: 'closed' });
    t.equal(counts['seen'], 12);
    t.notOk(counts['failed']);
    t.same(await store.deadLetters.list(10), []);
  },
);

t.test('a look for somebody who waits: seen, not found, not to be seen', async (t) => {
  const { source, store, ask, clock } = await checking(t);
  source.set('66445');
  const look = (section: string): Promise<LookReply> => {
    const reply = ask<LookReply>((replyTo) => ({ type: 'look', what: { section }, by: { student: 'ada' }, replyTo }));
    void clock.advance(1_000);
    return reply;
  };
  t.same(await look('asu/2267/66445'), { outcome: 'seen' });
  t.match(await store.sections.state('asu/2267/66445'), { version: 1 });
  t.same(await look('asu/2267/99999'), { outcome: 'not-found' });
  source.failing = FAILED;
  t.match(await look('asu/2267/88888'), { outcome: 'unseen', code: 'PMC_SOURCE_STATUS' });
  t.equal(await store.sections.nextDueInMs('asu'), null, 'nobody watches, nothing is scheduled');
});

t.test('a search stores all that its answer shows', async (t) => {
  const { source, store, ask, clock } = await checking(t);
  source.set('66445');
  source.set('70380');
  const reply = ask<LookReply>((replyTo) => ({
    type: 'look',
    what: { term: '2267', text: 'CSE 310' },
    by: { client: '192.0.2.1' },
    replyTo,
  }));
  await clock.advance(1_000);
  t.same(await reply, { outcome: 'seen' });
  t.equal((await store.sections.search('asu', '2267', 'CSE 310', 10)).length, 2);
});

t.test(
  'a search refreshes all that its answer shows, what a pass holds included, and tells what has changed',
  async (t) => {
    const { source, store, watch, wake, ask, clock, told } = await checking(t, { budgetPerMinute: 60 });
    for (const classNumber of ['66445', '70380']) source.set(classNumber);
    source.set('80000', { subject: 'MAT', catalogNumber: '265' });
    const section = await watch('66445');
    await watch('80000');
    await wake();
    const search = async (): Promise<LookReply> => {
      const reply = ask<LookReply>((replyTo) => ({
        type: 'look',
        what: { term: '2267', text: 'CSE 310' },
        by: { client: '192.0.2.1' },
        replyTo,
      }));
      await clock.advance(2_000);
      return await reply;
    };
    t.same(await search(), { outcome: 'seen' });
    // The pass has leased 66445 and waits for its answer.
    source.holding = true;
    await ask<RunCycleReply>((replyTo) => ({ type: 'run-cycle', replyTo }));
    await clock.advance(1_500);
    source.holding = false;
    for (const classNumber of ['66445', '70380']) source.set(classNumber, { enrolled: 149 });
    t.same(await search(), { outcome: 'seen' });
    t.same(told().toSorted(), ['66445 opened', '66445 seats', '70380 opened', '70380 seats']);
    t.match(await store.sections.state(section), { status: 'open', version: 2 });
    t.same(await store.sections.claim('asu', { sections: [section] }, 'rival', 1_000), [], 'the pass still holds it');
    source.release();
    await clock.advance(5_000);
    t.equal(told().length, 4, 'what the pass saw is no further change');
    t.equal(
      (await store.sections.claim('asu', { sections: [section] }, 'rival', 1_000)).length,
      1,
      'and it holds it no more',
    );
  },
);

t.test('a cycle can be asked for, one at a time, and is reported while it runs and after', async (t) => {
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

t.test('paused checks ask nothing of the source for any reason', async (t) => {
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

/** Full sections, each of a course of its own (`courses` false: all of CSE 310), watched and seen. */
async function manyWatched({ source, watch, wake }: Checking, count: number, courses = true): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, n) => String(10_000 + n));
  for (const number of numbers) {
    source.set(number, courses ? { catalogNumber: number.slice(-2) } : {});
    await watch(number);
  }
  await wake();
  return numbers;
}

t.test('a mass change that the second look does not see is told to nobody', async (t) => {
  const test = await checking(t);
  const { source, clock, told } = test;
  const numbers = await manyWatched(test, 30);
  source.holding = true;
  for (const number of numbers) source.set(number, { catalogNumber: number.slice(-2), enrolled: 100 });
  await clock.advance(INTERVAL_MS);
  source.release();
  await clock.advance(10_000);
  for (const number of numbers) source.set(number, { catalogNumber: number.slice(-2) });
  await clock.advance(20_000);
  t.same(told(), []);
});

t.test('a mass change that the second look confirms is told, each opening once', async (t) => {
  const test = await checking(t);
  const { source, clock, told, log } = test;
  const numbers = await manyWatched(test, 30);
  for (const number of numbers) source.set(number, { catalogNumber: number.slice(-2), enrolled: 100 });
  await clock.advance(INTERVAL_MS + 10_000);
  t.same(told(), [], 'not within seconds: a broken answer is repeated for some');
  await clock.advance(10_000);
  t.same(
    told()
      .filter((line) => line.endsWith('opened'))
      .toSorted(),
    numbers.map((number) => `${number} opened`),
  );
  t.ok(log.events().includes('mass change, looking twice'));
});

t.test(
  "true openings of five students' sections in a long pass are told within moments, without a second look",
  async (t) => {
    const test = await checking(t, { budgetPerMinute: 60 });
    const { source, clock, told, log } = test;
    const numbers = await manyWatched(test, 199);
    await clock.advance(INTERVAL_MS - 60_000);
    t.equal(source.asked.length, 199, 'each was seen once');
    for (const number of numbers.slice(0, 5)) source.set(number, { catalogNumber: number.slice(-2), enrolled: 149 });
    while (source.asked.length < 209) await clock.advance(1_000);
    t.equal(told().filter((line) => line.endsWith('opened')).length, 5);
    t.notOk(log.events().includes('mass change, looking twice'));
  },
);

t.test('while many wait for their second look, what else is due is looked at', async (t) => {
  const test = await checking(t);
  const { source, store, clock, watch, wake, node } = test;
  await manyWatched(test, 30, false);
  source.set('70380');
  await clock.advance(INTERVAL_MS - 20_000);
  for (const number of source.sections.keys()) if (number !== '70380') source.sections.delete(number);
  await clock.advance(40_000);
  const section = await watch('70380');
  await wake();
  t.match(await store.sections.state(section), { version: 1 });
  t.equal(node('checking/asu/scheduler').restarts, 0);
});

t.test('sections that vanish together for a moment, twice, are cancelled for nobody', async (t) => {
  const test = await checking(t);
  const { source, store, clock, told } = test;
  const numbers = await manyWatched(test, 30, false);
  source.set('70380');
  for (let time = 0; time < 2; time += 1) {
    const asked = source.asked.length;
    for (const number of numbers) source.sections.delete(number);
    while (source.asked.length === asked) await clock.advance(5_000);
    await clock.advance(40_000);
    for (const number of numbers) source.set(number);
    await clock.advance(INTERVAL_MS / 2);
    t.same(told(), []);
    t.match(await store.sections.state('asu/2267/10000'), { status: 'full', version: 1 });
  }
});

for (const [minutes, expected] of [
  [10, 'for nobody'],
  [40, 'for all who watch them, once'],
] as const) {
  t.test(
    `sections that are gone together for ${minutes} minutes, by their numbers too, are cancelled ${expected}`,
    async (t) => {
      const test = await checking(t);
      const { source, watch, clock, told } = test;
      const numbers = await manyWatched(test, 30, false);
      source.set('70380');
      await watch('70380');
      await clock.advance(INTERVAL_MS - 20_000);
      const asked = source.asked.length;
      for (const number of numbers) source.sections.delete(number);
      await clock.advance(minutes * 60_000);
      t.ok(
        source.asked.slice(asked).filter(({ by }) => by === 'class').length >= numbers.length,
        'each was asked for by its number',
      );
      const before = told().toSorted();
      for (const number of numbers) source.set(number);
      await clock.advance(30 * 60_000);
      t.same(before, minutes === 10 ? [] : numbers.map((number) => `${number} cancelled`));
      t.same(told().filter((line) => line.endsWith('listed')).length, minutes === 10 ? 0 : 30);
    },
  );
}

t.test(
  "a visitor's answer that opens many sections at once is looked at twice; meanwhile the visitor hears so",
  async (t) => {
    const test = await checking(t);
    const { source, clock, told, ask } = test;
    const numbers = await manyWatched(test, 30, false);
    const search = async (): Promise<LookReply> => {
      const reply = ask<LookReply>((replyTo) => ({
        type: 'look',
        what: { term: '2267', text: 'CSE 310' },
        by: { client: '192.0.2.1' },
        replyTo,
      }));
      await clock.advance(1_000);
      return await reply;
    };
    t.same(await search(), { outcome: 'seen' });
    for (const number of numbers) source.set(number, { enrolled: 100 });
    const asked = source.asked.length;
    t.match(await search(), { outcome: 'unseen', code: 'PMC_MASS_CHANGE' });
    t.match(await search(), { outcome: 'unseen', code: 'PMC_MASS_CHANGE' });
    for (const number of numbers) source.set(number);
    await clock.advance(20_000);
    t.same(told(), [], 'the second look saw nothing of it');
    t.equal(source.asked.length, asked + 3, 'one second look, however often it was searched for');
    for (const number of numbers) source.set(number, { enrolled: 100 });
    t.match(await search(), { outcome: 'unseen', code: 'PMC_MASS_CHANGE' });
    await clock.advance(20_000);
    t.same(
      told()
        .filter((line) => line.endsWith('opened'))
        .toSorted(),
      numbers.map((number) => `${number} opened`),
      'the second look agreed',
    );
  },
);

t.test('stopping gives back what is leased', async (t) => {
  const { source, store, system, watch, wake } = await checking(t);
  source.set('66445');
  source.holding = true;
  await watch('66445');
  await wake();
  t.same(await store.sections.claim('asu', { due: true, limit: 10, aheadMs: 0, share: WHOLE }, 'rival', 1_000), []);
  const stopped = system.stop();
  source.release();
  await stopped;
  t.equal(
    (await store.sections.claim('asu', { due: true, limit: 10, aheadMs: 0, share: WHOLE }, 'rival', 1_000)).length,
    1,
  );
});

t.test('visitors take turns with the pass and do not starve it', async (t) => {
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
  // The last of them is cut off by the end of the test.
  void Promise.allSettled(looks);
  await clock.advance(4 * 6_000);
  const visitors = source.asked
    .slice(1, 5)
    .filter((request) => request.by === 'class' && request.classNumber.startsWith('2'));
  t.equal(source.asked.length, 5);
  t.equal(visitors.length, 2, 'half of what was asked while both waited');
});
