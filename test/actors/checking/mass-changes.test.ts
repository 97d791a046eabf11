import t from 'tap';
import type { LookReply } from '../../../src/checking/claiming/waiting-looks.ts';
import type { Checking } from '../../support/checking.ts';
import { checking, INTERVAL_MS } from '../../support/checking.ts';

/** Full sections, watched and seen, each of its own course (`courses` false: all of CSE 310). */
async function manyWatched({ source, watch, wake }: Checking, count: number, courses = true): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, n) => String(10_000 + n));
  for (const number of numbers) {
    source.set(number, courses ? { catalogNumber: number.slice(-2) } : {});
    await watch(number);
  }
  await wake();
  return numbers;
}

t.test('a mass change that the second look does not confirm is not announced', async (t) => {
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

t.test('a mass change that the second look confirms is announced, each opening once', async (t) => {
  const test = await checking(t);
  const { source, clock, told, log } = test;
  const numbers = await manyWatched(test, 30);
  for (const number of numbers) source.set(number, { catalogNumber: number.slice(-2), enrolled: 100 });
  await clock.advance(INTERVAL_MS);
  // The first looks may be over before the others show that many open.
  t.ok(told().filter((line) => line.endsWith('opened')).length <= 5, 'not within seconds');
  await clock.advance(20_000);
  t.same(
    told()
      .filter((line) => line.endsWith('opened'))
      .toSorted(),
    numbers.map((number) => `${number} opened`),
  );
  t.ok(log.events().includes('mass change, looking twice'));
});

t.test(
  "real openings of five students' sections in a long cycle are announced within moments, without a second look",
  async (t) => {
    const test = await checking(t, { budgetPerMinute: 60 });
    const { source, clock, told, log } = test;
    await manyWatched(test, 199);
    await clock.advance(INTERVAL_MS - 60_000);
    t.equal(source.asked.length, 199, 'each was seen once');
    const first = source.asked.slice(0, 5).flatMap((request) => (request.by === 'class' ? request.classNumber : []));
    for (const number of first) source.set(number, { catalogNumber: number.slice(-2), enrolled: 149 });
    while (source.asked.length < 209) await clock.advance(1_000);
    t.equal(told().filter((line) => line.endsWith('opened')).length, 5);
    t.notOk(log.events().includes('mass change, looking twice'));
  },
);

t.test('while many sections wait for a second look, other due sections are looked at', async (t) => {
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

t.test('sections that disappear together for a moment, even twice, are not cancelled', async (t) => {
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
    `sections that are all missing for ${minutes} minutes, by number too, are cancelled ${expected}`,
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

t.test("a visitor's look that shows many openings is repeated; the visitor is told so meanwhile", async (t) => {
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
});
