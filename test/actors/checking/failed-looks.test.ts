import t from 'tap';
import { checking, INTERVAL_MS } from '../../support/checking.ts';

const REFUSED = { outcome: 'refused', code: 'PMC_POOL_REFUSED', message: 'full', requests: 0 } as const;
const FAILED = {
  outcome: 'failed',
  code: 'PMC_SOURCE_STATUS',
  message: 'the host answered 500',
  requests: 1,
  by: 'n/checking/browsers/browser-1',
} as const;

t.test('a refused look is given back: it does not count as a failure and is repeated', async (t) => {
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

t.test('an overloaded machine is not a failed look: no failure is counted, and the look is repeated', async (t) => {
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
});

t.test(
  'three failed looks make a section unknown and add a dead letter; it stays scheduled and recovers',
  async (t) => {
    const { source, store, watch, wake, clock, counts, announced } = await checking(t);
    source.set('66445');
    const section = await watch('66445');
    await wake();
    source.failing = FAILED;
    await clock.advance(INTERVAL_MS + 60_000);
    t.match(await store.sections.state(section), { status: 'unknown', version: 1 });
    t.match(await store.deadLetters.list(10), [{ kind: 'check', subject: section, attempts: 3 }]);
    t.equal(counts['PMC_SOURCE_STATUS'], 3);
    const [about] = await store.deadLetters.about([{ kind: 'check', subject: section }]);
    const attempt = { by: FAILED.by, error: FAILED.message };
    t.match(about!.failedAttempts, [attempt, attempt, attempt]);
    t.same(
      announced.at(-1)?.states.map(({ status }) => status),
      ['unknown'],
    );
    source.failing = null;
    await clock.advance(INTERVAL_MS + 5_000);
    t.match(await store.sections.state(section), { status: 'full', version: 1 });
  },
);

t.test(
  'one failed page of many sections gives one dead letter for each that is watched, until it is seen',
  async (t) => {
    const { source, store, watch, wake, clock } = await checking(t);
    for (const classNumber of ['66445', '66446', '66447']) source.set(classNumber);
    const watched = [await watch('66445'), await watch('66446')];
    await wake();
    await clock.advance(INTERVAL_MS + 5_000);
    source.failing = FAILED;
    await clock.advance(2 * INTERVAL_MS);
    const letters = await store.deadLetters.list(10);
    t.same(letters.map(({ subject }) => subject).toSorted(), watched);
    t.match(
      await store.sections.state('asu/2267/66447'),
      { status: 'unknown' },
      'the third was not seen either, and nobody waits for it',
    );
    source.failing = null;
    await clock.advance(INTERVAL_MS + 5_000);
    t.same(await store.deadLetters.list(10), []);
  },
);

t.test('an outage opens the breaker, no requests are made while it is open, and it closes again', async (t) => {
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
  'a source that refuses is left alone for as long as it asks, operators can see that, and no look fails',
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
