/**
 * What visitors may cost: a tenth of the request budget in all, and a tenth of that each. They do not delay the looks
 * of students with watches.
 */
import t from 'tap';
import type { Test } from 'tap';
import type { Cost } from '../../../src/checking/looking/look-result.ts';
import type { LookReply } from '../../../src/checking/claiming/waiting-looks.ts';
import type { Checking } from '../../support/checking.ts';
import { checking, INTERVAL_MS } from '../../support/checking.ts';

const FAILED = { outcome: 'failed', code: 'PMC_SOURCE_STATUS', message: 'the host answered 500', requests: 1 } as const;
const MINUTES = 10;
/** Requests per minute. Gives one visitor six and all visitors 60. */
const BUDGET = 600;

interface Visit {
  client: string;
  at: number;
  answered?: { reply: LookReply; at: number };
}

/** A visitor who searches for words that were never searched for. */
function search({ ask, clock }: Checking, client: string, text: string): Visit {
  const visit: Visit = { client, at: clock.monotonic() };
  void ask<LookReply>((replyTo) => ({ type: 'look', what: { term: '2267', text }, by: { client }, replyTo })).then(
    (reply) => {
      visit.answered = { reply, at: clock.monotonic() };
    },
    () => {}, // the test may end before the answer
  );
  return visit;
}

async function watched(t: Test, count: number, budgetPerMinute: number): Promise<Checking> {
  const test = await checking(t, { budgetPerMinute });
  for (let n = 0; n < count; n += 1) {
    test.source.set(String(10_000 + n), { subject: 'MAT', catalogNumber: String(100 + n) });
    await test.watch(String(10_000 + n));
  }
  await test.wake();
  await test.clock.advance(60_000);
  return test;
}

const outcomes = (visits: Visit[]): (string | undefined)[] =>
  visits.map(({ answered }) => (answered?.reply.outcome === 'unseen' ? answered.reply.code : answered?.reply.outcome));

t.test('a client that floods with new words is told when to retry, and gets a hundredth of the requests', async (t) => {
  const test = await watched(t, 1, BUDGET);
  test.source.asked.length = 0;
  const visits: Visit[] = [];
  for (let second = 0; second < MINUTES * 60; second += 1) {
    visits.push(search(test, '192.0.2.1', `CSE ${second}a`), search(test, '192.0.2.1', `CSE ${second}b`));
    await test.clock.advance(1_000);
  }
  const asked = test.source.asked.filter((request) => request.by === 'course' && request.subject === 'CSE').length;
  t.ok(asked <= 3 + (MINUTES * BUDGET) / 100, `${asked} requests`);
  t.ok(asked >= (MINUTES * BUDGET) / 100 - 1, 'and no less');
  const refused = visits.flatMap(({ answered }) => (answered?.reply.outcome === 'unseen' ? [answered.reply] : []));
  t.ok(refused.length > 1_000);
  t.ok(
    refused.every(
      ({ code, retryInMs }) =>
        code === 'PMC_VISITOR_LIMIT' && retryInMs !== undefined && retryInMs > 0 && retryInMs <= 10_000,
    ),
  );
});

t.test(
  'a visitor pays for the pages of an answer, but not for opening the page of the source in a new tab',
  async (t) => {
    const threeSearches = async (cost: Cost): Promise<(string | undefined)[]> => {
      const test = await watched(t, 1, 60);
      await test.clock.advance(60_000);
      const visits: Visit[] = [];
      for (let n = 0; n < 3; n += 1) {
        test.source.failing = { outcome: 'answered', answer: { way: 'api', pages: [] }, ...cost };
        visits.push(search(test, '192.0.2.1', `CSE ${n}`));
        await test.clock.advance(5_000);
      }
      return outcomes(visits);
    };
    t.same(await threeSearches({ requests: 4, opening: 3 }), ['seen', 'seen', 'seen']);
    t.same(await threeSearches({ requests: 4 }), ['seen', 'PMC_VISITOR_LIMIT', 'PMC_VISITOR_LIMIT']);
  },
);

t.test('an honest visitor is answered within seconds, whoever floods', async (t) => {
  const test = await watched(t, 1, BUDGET);
  const honest: Visit[] = [];
  for (let second = 0; second < 300; second += 1) {
    for (let n = 0; n < 5; n += 1) search(test, `192.0.2.${n}`, `CSE ${second}${n}`);
    if (second % 60 === 30) honest.push(search(test, '198.51.100.1', `ENG ${second}`));
    await test.clock.advance(1_000);
  }
  t.same(
    outcomes(honest),
    honest.map(() => 'seen'),
  );
  const waits = honest.map(({ at, answered }) => answered!.at - at);
  t.ok(Math.max(...waits) <= 5_000, `after ${waits.join()} ms`);
});

t.test(
  'a flood from many addresses costs a tenth of the requests, and the age of watched sections does not grow',
  async (t) => {
    // 40 courses in five minutes: the schedule needs a good part of 60 requests a minute.
    const test = await watched(t, 40, 60);
    const seenAt = new Map<string, number>();
    let oldest = 0;
    let strangers = 0;
    for (let second = 0; second < (3 * INTERVAL_MS) / 1_000; second += 1) {
      for (let n = 0; n < 5; n += 1) search(test, `192.0.${second % 250}.${n}`, `CSE ${second}${n}`);
      await test.clock.advance(1_000);
      for (const request of test.source.asked.splice(0)) {
        if (request.by !== 'course') continue;
        if (request.subject === 'CSE') strangers += 1;
        else seenAt.set(request.id, second);
      }
      if (second > INTERVAL_MS / 1_000) oldest = Math.max(oldest, ...[...seenAt.values()].map((at) => second - at));
    }
    t.equal(seenAt.size, 40);
    t.ok(strangers <= 3 + 15 * 6, `${strangers} requests in 15 minutes`);
    t.ok(oldest <= INTERVAL_MS / 1_000 + 60, `${oldest} s`);
  },
);

t.test('several nodes share the part of the budget for visitors', async (t) => {
  const test = await checking(t, { budgetPerMinute: BUDGET, others: ['two', 'three', 'four'] });
  for (let second = 0; second < 120; second += 1) {
    for (let n = 0; n < 20; n += 1) search(test, `192.0.2.${n}`, `CSE ${second}${n}`);
    await test.clock.advance(1_000);
  }
  t.ok(test.source.asked.length <= 3 + (2 * BUDGET) / 40, `${test.source.asked.length} of ${2 * BUDGET} requests`);
});

t.test('a failed look for a visitor does not affect the looks of watched sections', async (t) => {
  const test = await watched(t, 1, BUDGET);
  test.source.failing = FAILED;
  const visits = Array.from({ length: 12 }, (_, n) => search(test, `192.0.2.${n}`, `CSE ${n}`));
  await test.clock.advance(20_000);
  t.same([...new Set(outcomes(visits))], ['PMC_SOURCE_STATUS']);
  t.equal(test.node('checking/asu/section-checker').breaker, 'closed');
  t.match(await test.store.sections.state('asu/2267/10000'), { status: 'full' });
});

t.test('a search that waits does not delay looks at watched sections', async (t) => {
  const test = await watched(t, 1, BUDGET);
  test.source.holding = true;
  search(test, '192.0.2.1', 'MAT 100');
  await test.clock.advance(1_000);
  t.equal((await test.store.sections.claim('asu', { sections: ['asu/2267/10000'] }, 'rival', 1_000)).length, 1);
});

t.test('the looks of one student are limited, and take turns with other students and the schedule', async (t) => {
  const test = await watched(t, 40, 60);
  await test.clock.advance(INTERVAL_MS - 60_000);
  test.source.asked.length = 0;
  const look = (student: string, section: string): Promise<LookReply | undefined> =>
    test
      .ask<LookReply>((replyTo) => ({ type: 'look', what: { section }, by: { student }, replyTo }))
      .catch(() => undefined);
  const greedy = Array.from({ length: 15 }, (_, n) => look('greedy', `asu/2267/2000${n}`));
  const modest = look('modest', 'asu/2267/30000');
  await test.clock.advance(30_000);
  t.equal(
    (await Promise.all(greedy)).filter((reply) => reply?.outcome === 'unseen' && reply.code === 'PMC_VISITOR_LIMIT')
      .length,
    5,
    'ten at a time',
  );
  t.match(await modest, { outcome: 'not-found' });
  const numbers = test.source.asked.flatMap((request) => (request.by === 'class' ? [request.classNumber] : []));
  t.ok(numbers.indexOf('30000') <= 1, numbers.join());
  t.ok(test.source.asked.filter(({ by }) => by === 'course').length >= 10, 'the schedule goes on');
});

t.test('when the breaker opens, everybody who waits is told at once, and so are later askers', async (t) => {
  const test = await watched(t, 1, BUDGET);
  test.source.failing = FAILED;
  const look = (n: number): Visit => {
    const visit: Visit = { client: `student ${n}`, at: test.clock.monotonic() };
    const request = { type: 'look', what: { section: `asu/2267/3000${n}` }, by: { student: `student ${n}` } } as const;
    void test
      .ask<LookReply>((replyTo) => ({ ...request, replyTo }))
      .then((reply) => (visit.answered = { reply, at: test.clock.monotonic() }));
    return visit;
  };
  for (let n = 0; test.node('checking/asu/section-checker').breaker !== 'open'; n += 1) {
    if (n === 50) throw new Error('the breaker stays closed');
    look(n);
    await test.clock.advance(1_000);
  }
  const late = [look(1), look(2), search(test, '192.0.2.1', 'CSE 1')];
  await test.clock.advance(1_000);
  t.same(outcomes(late), ['PMC_BREAKER_OPEN', 'PMC_BREAKER_OPEN', 'PMC_BREAKER_OPEN']);
  for (const { answered } of late)
    t.ok(answered?.reply.outcome === 'unseen' && answered.reply.retryInMs! > 100_000, JSON.stringify(answered));
});
