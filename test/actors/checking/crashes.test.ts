/** How the scheduler and the section-checker behave when one of them, or a dependency, fails during a cycle. */
import t from 'tap';
import { checking, INTERVAL_MS } from '../../support/checking.ts';
import { DEFECT, failOnce, setSeats, watched } from '../../support/open-courses.ts';

const FAILED = { outcome: 'failed', code: 'PMC_SOURCE_STATUS', message: 'the host answered 500', requests: 1 } as const;

t.test('openings that were held when the section-checker died are found again and announced once', async (t) => {
  const test = await checking(t);
  const [opened, moved] = await watched(test, 2);
  setSeats(test, opened!, 100);
  setSeats(test, moved!, 151);
  // The write of the second section fails while the opening of the first is held back.
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

t.test('a scheduler that fails gives back what it claimed, and its successor starts again', async (t) => {
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

t.test('if the pool dies during looks, they do not fail but are asked for again', async (t) => {
  const test = await checking(t);
  const numbers = await watched(test, 3);
  for (const number of numbers) setSeats(test, number, 100);
  test.source.holding = true;
  test.source.diesAfter = 2;
  await test.clock.advance(INTERVAL_MS);
  test.source.release();
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

t.test('a half-open breaker tries only as many looks as it needs, and the others lose nothing', async (t) => {
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
  // The three answers were fixed when they were asked for, before the source recovered.
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
