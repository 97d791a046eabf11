import t from 'tap';
import type { Test } from 'tap';
import type { RunCycleReply } from '../../../src/checking/claiming/cycle.ts';
import type { LookRequest } from '../../../src/institutions/institution.ts';
import type { Checking } from '../../support/checking.ts';
import { checking, INTERVAL_MS, LEASE_MS } from '../../support/checking.ts';

const FAILED = { outcome: 'failed', code: 'PMC_SOURCE_STATUS', message: 'the host answered 500', requests: 1 } as const;
/** One request per second, after a first burst of six. */
const BUDGET = { budgetPerMinute: 60 };

/** Watched sections, each of its own course. All were seen, are due and are asked for from now on. */
async function inACycle(t: Test, count: number): Promise<Checking> {
  const test = await checking(t, BUDGET);
  for (let n = 0; n < count; n += 1) await known(test, String(10_000 + n));
  await test.clock.advance(count * 1_000);
  t.match(await test.ask<RunCycleReply>((replyTo) => ({ type: 'run-cycle', replyTo })), {
    outcome: 'started',
    cycle: { due: count },
  });
  await test.clock.advance(5_000);
  test.source.asked.length = 0;
  return test;
}

async function known(test: Checking, classNumber: string): Promise<string> {
  test.source.set(classNumber, { catalogNumber: classNumber });
  const section = await test.watch(classNumber);
  await test.wake();
  return section;
}

const isNew = (request: LookRequest): boolean => request.by === 'class';

t.test('a new watch goes first, also during a cycle', async (t) => {
  const test = await inACycle(t, 60);
  await known(test, '66445');
  await test.clock.advance(1_000);
  t.match(await test.store.sections.state('asu/2267/66445'), { version: 1 });
  t.ok(test.source.asked.length <= 3, `${test.source.asked.length} requests later`);
});

t.test('a new watch from another node goes first too, within moments', async (t) => {
  const test = await inACycle(t, 60);
  test.source.set('66445');
  await test.watch('66445');
  await test.clock.advance(3_000);
  t.match(await test.store.sections.state('asu/2267/66445'), { version: 1 });
});

t.test('a section never seen does not wait behind all that were due before it', async (t) => {
  const test = await checking(t, BUDGET);
  for (let n = 0; n < 100; n += 1) await known(test, String(10_000 + n));
  await test.clock.advance(INTERVAL_MS - 100_000);
  await test.store.pauses.set('checks', null);
  await test.wake();
  await test.clock.advance(INTERVAL_MS);
  test.source.set('66445');
  await test.watch('66445');
  await test.store.pauses.clear('checks', null);
  test.source.asked.length = 0;
  await test.wake();
  t.ok(isNew(test.source.asked[0]!));
});

t.test('a failed look is repeated after two seconds, even during a cycle', async (t) => {
  const test = await inACycle(t, 60);
  test.source.failing = FAILED;
  await test.clock.advance(1_000);
  test.source.failing = null;
  const [failed] = test.source.asked.splice(0);
  await test.clock.advance(1_000);
  t.notOk(
    test.source.asked.some(({ id }) => id === failed!.id),
    'not at once',
  );
  await test.clock.advance(3_000);
  t.ok(test.source.asked.some(({ id }) => id === failed!.id));
});

t.test('a stream of new watches leaves a quarter of the requests for the others', async (t) => {
  const test = await inACycle(t, 60);
  for (let n = 0; n < 40; n += 1) await known(test, String(20_000 + n));
  const others = test.source.asked.filter((request) => !isNew(request)).length;
  t.ok(others >= test.source.asked.length / 4 - 1, `${others} of ${test.source.asked.length}`);
  t.ok(others <= test.source.asked.length / 2, 'and no more');
});

t.test(
  'the work of a dead node is done soon after its leases lapse, even if new watches join faster than it can ask',
  async (t) => {
    const test = await checking(t, BUDGET);
    const left: string[] = [];
    for (let n = 0; n < 5; n += 1) left.push(await known(test, String(30_000 + n)));
    for (let n = 0; n < 60; n += 1) await known(test, String(10_000 + n));
    await test.clock.advance(60_000);
    t.equal((await test.store.sections.claim('asu', { sections: left }, 'a node that died', LEASE_MS)).length, 5);
    t.match(await test.ask<RunCycleReply>((replyTo) => ({ type: 'run-cycle', replyTo })), {
      outcome: 'started',
      cycle: { due: 65 },
    });
    test.source.asked.length = 0;
    for (let second = 0; second < LEASE_MS / 1_000 + 60; second += 1) {
      await test.watch(String(40_000 + second));
      await known(test, String(20_000 + second));
    }
    const seen = new Set(
      test.source.asked.filter((request) => request.by === 'course').map(({ catalogNumber }) => catalogNumber),
    );
    t.same(
      left.filter((section) => !seen.has(section.split('/')[2]!)),
      [],
    );
  },
);

t.test('the work of a dead node is done even if many numbers were never seen', async (t) => {
  const test = await checking(t, BUDGET);
  const left: string[] = [];
  for (let n = 0; n < 5; n += 1) left.push(await known(test, String(30_000 + n)));
  await test.store.pauses.set('checks', null);
  await test.wake();
  for (let n = 0; n < 250; n += 1) await test.watch(String(20_000 + n));
  const lapsesInMs = INTERVAL_MS / 2;
  t.equal((await test.store.sections.claim('asu', { sections: left }, 'a node that died', lapsesInMs)).length, 5);
  await test.store.sections.makeDue('asu');
  await test.store.pauses.clear('checks', null);
  test.source.asked.length = 0;
  await test.wake();
  await test.clock.advance(lapsesInMs + 60_000);
  const seen = new Set(
    test.source.asked.filter((request) => request.by === 'course').map(({ catalogNumber }) => catalogNumber),
  );
  t.same(
    left.filter((section) => !seen.has(section.split('/')[2]!)),
    [],
  );
  t.ok(test.source.asked.length < 250, 'the numbers are not all asked for');
});

t.test('a course is asked for once an interval even if new watches come without end', async (t) => {
  const test = await checking(t, { budgetPerMinute: 120 });
  await known(test, '66445');
  await test.clock.advance(INTERVAL_MS - 10_000);
  test.source.asked.length = 0;
  const seen: number[] = [];
  for (let second = 0; second < (2 * INTERVAL_MS) / 1_000; second += 1) {
    await known(test, String(20_000 + second));
    if (test.source.asked.splice(0).some((request) => request.by === 'course' && request.catalogNumber === '66445'))
      seen.push(second);
  }
  const gaps = seen.slice(1).map((second, index) => second - seen[index]!);
  t.ok(seen.length >= 2, `seen ${seen.join()}`);
  t.ok(Math.max(...gaps) <= (1.5 * INTERVAL_MS) / 1_000, `every ${gaps.join()} s`);
});
