/** How the section-checker treats the scheduler, the source and the operator while it holds looks back. */
import t from 'tap';
import type { LookReply } from '../../../src/checking/claiming/waiting-looks.ts';
import type { Cycle } from '../../../src/checking/claiming/cycle.ts';
import { storeError } from '../../../src/store/errors.ts';
import type { Checking } from '../../support/checking.ts';
import { checking, INTERVAL_MS, LEASE_MS } from '../../support/checking.ts';
import { nextDueInMs } from '../../contract/store/harness.ts';

/** Full sections, each of its own course, watched and seen. All open with the next pass. */
async function manyOpen(test: Checking, count: number): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, n) => String(10_000 + n));
  for (const number of numbers) {
    test.source.set(number, { catalogNumber: number.slice(-3) });
    await test.watch(number);
  }
  await test.wake();
  await test.clock.advance(Math.max(0, count * 1_000));
  for (const number of numbers) test.source.set(number, { catalogNumber: number.slice(-3), enrolled: 100 });
  return numbers;
}

const AWAY = storeError('PMC_STORE_UNAVAILABLE', { reason: 'as the test wishes' });

const opened = ({ told }: Checking): number => told().filter((line) => line.endsWith('opened')).length;

/** Types of the messages between the scheduler and the section-checker from now on, in order. */
function crossings({ transport }: Checking): string[] {
  const seen: string[] = [];
  const publish = transport.publish.bind(transport);
  let replies = '';
  transport.publish = async (topic, payload) => {
    const { body, replyTo } = JSON.parse(payload) as { body?: { type?: string; outcome?: string }; replyTo?: string };
    if (topic.endsWith('/asu/section-checker')) {
      seen.push(body?.type ?? '');
      replies = replyTo ?? '';
    } else if (topic.endsWith('/asu/scheduler')) seen.push(body?.type ?? '');
    else if (replies !== '' && topic.endsWith(replies)) seen.push(body?.outcome ?? '');
    await publish(topic, payload);
  };
  return seen;
}

t.test('a section that opens takes two messages between scheduler and section-checker: look, answered', async (t) => {
  const test = await checking(t);
  await manyOpen(test, 1);
  const crossed = crossings(test);
  await test.clock.advance(INTERVAL_MS);
  t.equal(opened(test), 1);
  t.same(crossed, ['look', 'answered']);
});

t.test('second looks keep to the request budget and take turns with other requests', async (t) => {
  const test = await checking(t, { budgetPerMinute: 60 });
  const numbers = await manyOpen(test, 60);
  await test.clock.advance(INTERVAL_MS - 60_000);
  test.source.asked.length = 0;
  const perSecond: number[] = [];
  let waited: LookReply | undefined;
  for (let second = 0; second < 180; second += 1) {
    if (second === 90) {
      const section = 'asu/2267/66445';
      test.source.set('66445', { catalogNumber: '999' });
      void test
        .ask<LookReply>((replyTo) => ({ type: 'look', what: { section }, by: { student: 'ada' }, replyTo }))
        .then((reply) => {
          waited = reply;
        });
    }
    await test.clock.advance(1_000);
    perSecond.push(test.source.asked.splice(0).length);
    if (second === 96) t.same(waited, { outcome: 'seen' }, 'a student waits for seconds');
  }
  const inAll = perSecond.reduce((sum, count) => sum + count, 0);
  t.ok(inAll <= 6 + 180, `${inAll} requests in 180 s`);
  t.equal(opened(test), numbers.length);
});

t.test('while checks are paused no second look is made; afterwards the openings are found and announced', async (t) => {
  const test = await checking(t);
  const numbers = await manyOpen(test, 30);
  await test.clock.advance(INTERVAL_MS - 30_000);
  while (!test.log.events().includes('mass change, looking twice')) await test.clock.advance(1_000);
  const asked = test.source.asked.length;
  await test.store.pauses.set('checks', 'asu');
  await test.wake();
  await test.clock.advance(INTERVAL_MS);
  t.equal(test.source.asked.length, asked);
  t.equal(await nextDueInMs(test.store), 0, 'given back as due as they were');
  await test.store.pauses.clear('checks', 'asu');
  await test.wake();
  await test.clock.advance(60_000);
  t.equal(opened(test), numbers.length);
});

t.test('sections that wait for a second look stay leased, and the cycle ends without them', async (t) => {
  const test = await checking(t, { leaseMs: 5_000 });
  const numbers = await manyOpen(test, 30);
  await test.clock.advance(INTERVAL_MS - 30_000);
  while (!test.log.events().includes('mass change, looking twice')) await test.clock.advance(1_000);
  await test.clock.advance(1_000);
  // The first looks were over before the others showed that many open.
  const isTold = (number: string): boolean => test.told().includes(`${number} opened`);
  const keys = numbers.filter((number) => !isTold(number)).map((number) => `asu/2267/${number}`);
  t.ok(keys.length >= 25);
  t.same(await test.store.sections.claim('asu', { sections: keys }, 'rival', LEASE_MS), []);
  const { cycle } = await test.ask<{ cycle: Cycle | null }>((replyTo) => ({ type: 'current-cycle', replyTo }));
  t.type(cycle?.finishedAt, 'string');
  await test.clock.advance(20_000);
  t.equal(opened(test), numbers.length);
});

t.test('if the store cannot count for a while, only the decision about held looks is delayed', async (t) => {
  const test = await checking(t, { massChange: { sections: 1_000, share: 1 } });
  const numbers = await manyOpen(test, 30);
  const { sections } = test.store;
  let counts = 0;
  sections.countWatched = () => {
    counts += 1;
    if (counts > 3) Reflect.deleteProperty(sections, 'countWatched');
    return Promise.reject(AWAY);
  };
  await test.clock.advance(INTERVAL_MS + 30_000);
  t.ok(counts > 3);
  t.equal(test.node('checking/asu/section-checker').restarts, 0);
  t.equal(opened(test), numbers.length);
});
