import { join } from 'node:path';
import type { Test } from 'tap';
import t from 'tap';
import { ManualClock } from '../../src/runtime/testing/index.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { Watching } from '../../src/watching/watching.ts';
import type { WatchingOptions } from '../../src/watching/watching.ts';
import { DEFAULT_TERMS, wishOf } from '../../src/domain/watch.ts';
import type { StoreHarness } from '../contract/store/harness.ts';
import { CSE310, CSE310_TOO, INTERVAL_MS, MAT210, nextDueInMs, see } from '../contract/store/harness.ts';
import { FakeInstitution } from '../web/fake-institution.ts';

/** Sets up a student, an empty store, and a source that answers each first look with `outcome`. */
async function scene(t: Test, outcome: Awaited<ReturnType<WatchingOptions['firstLook']>>['outcome'] = 'seen') {
  const clock = new ManualClock();
  const store = new SqliteStore(join(t.testdir({}), 'store.db'), clock);
  await store.open();
  t.teardown(() => store.close());
  await store.accounts.addSignIn('link', 'ada@example.edu', 60_000);
  const ada = (await store.accounts.signIn('link', 'session', 60_000))!.id;
  const told: string[] = [];
  const watching = new Watching({
    store,
    clock,
    institutions: [new FakeInstitution()],
    limit: 2,
    intervalMs: INTERVAL_MS,
    firstLook: async (key) => {
      told.push(`look at ${key.classNumber}`);
      return { outcome };
    },
    firstCourseLook: async ({ subject, catalogNumber }) => {
      told.push(`look at ${subject} ${catalogNumber}`);
      return { outcome };
    },
    onStarted: (institution) => told.push(`started at ${institution}`),
    onChanged: () => told.push('changed'),
  });
  const harness: StoreHarness = {
    store,
    reopen: async () => undefined,
    advance: (ms) => clock.advance(ms),
    now: () => clock.now(),
  };
  const start = (section: string) => watching.start(ada, wishOf(section));
  return { watching, store, clock, ada, told, start, see: (section: string) => see(harness, section) };
}

t.test('a section that has been seen is watched without a look; the default is to watch for openings', async (t) => {
  const { start, see, told, watching, ada } = await scene(t);
  await see(CSE310);
  const watch = await start(CSE310);
  t.match(watch, { section: CSE310, kinds: ['opened'], paused: false, verified: true });
  t.same(await watching.list(ada), [watch]);
  t.same(told, ['started at asu']);
});

t.test('its next check comes one interval after the last one', async (t) => {
  const { start, see, store, clock } = await scene(t);
  await see(CSE310);
  await clock.advance(INTERVAL_MS - 1_000);
  await start(CSE310);
  t.equal(await nextDueInMs(store), 1_000);
});

t.test('a section that has never been seen is looked at once', async (t) => {
  const { start, told } = await scene(t);
  t.match(await start(CSE310), { verified: true });
  t.same(told, ['look at 66445', 'started at asu']);
});

t.test('while the source is not available, the watch starts unverified and its section is due at once', async (t) => {
  for (const outcome of ['unseen', 'pending'] as const) {
    const { start, store } = await scene(t, outcome);
    t.match(await start(CSE310), { verified: false }, outcome);
    t.equal(await nextDueInMs(store), 0);
  }
});

t.test('a section that the source does not list cannot be watched', async (t) => {
  const { start, watching, ada } = await scene(t, 'not-found');
  await t.rejects(start(CSE310), { code: 'PMC_SECTION_NOT_FOUND' });
  t.same(await watching.list(ada), []);
});

t.test('a duplicate watch and a watch over the limit are refused before the source is asked', async (t) => {
  const { start, told, see } = await scene(t);
  for (const section of [CSE310, CSE310_TOO]) {
    await see(section);
    await start(section);
  }
  told.length = 0;
  await t.rejects(start(MAT210), { code: 'PMC_WATCH_LIMIT', message: /^you have 2 watches/ });
  await t.rejects(start(CSE310), { code: 'PMC_WATCH_DUPLICATE' });
  t.same(told, []);
});

t.test('a term is over by the calendar, or when the source no longer lists it', async (t) => {
  const { start, store, told } = await scene(t);
  await t.rejects(start('asu/2227/66445'), { code: 'PMC_TERM_OVER', message: /^Fall 2022 is over/ });
  await store.terms.end('asu', '2267');
  await t.rejects(start(CSE310), { code: 'PMC_TERM_OVER', message: /^Fall 2026 is over/ });
  t.same(told, []);
});

t.test('only the owner of a watch can change or end it', async (t) => {
  const { start, watching, ada, told } = await scene(t);
  const { id } = await start(CSE310);
  told.length = 0;
  await t.rejects(watching.change('eve', id, { paused: true }), { code: 'PMC_WATCH_NOT_FOUND' });
  await t.rejects(watching.end('eve', id), { code: 'PMC_WATCH_NOT_FOUND' });
  t.same(told, []);
  t.match(await watching.change(ada, id, { paused: true, kinds: ['closed'] }), { paused: true, kinds: ['closed'] });
  t.same(told, ['changed']);
  await watching.end(ada, id);
  await t.rejects(watching.end(ada, id), { code: 'PMC_WATCH_NOT_FOUND' });
});

const COURSE = 'asu/2267/CSE/310';

t.test('a course is watched without a look when one of its sections has been seen', async (t) => {
  const { watching, ada, see, told, store } = await scene(t);
  await see(CSE310);
  const watch = await watching.start(ada, { ...DEFAULT_TERMS, course: COURSE, conditions: { after: '16:00' } });
  t.match(watch, { course: COURSE, covers: [CSE310], verified: true, conditions: { after: '16:00' } });
  t.same(told, ['started at asu']);
  t.equal(await nextDueInMs(store), 0, 'its next look also shows sections that are new');
});

t.test('a course of which nobody has seen a section is looked at once', async (t) => {
  for (const outcome of ['seen', 'not-found'] as const) {
    const { watching, ada, told } = await scene(t, outcome);
    const refused = { code: 'PMC_COURSE_NOT_FOUND' };
    await t.rejects(watching.start(ada, { ...DEFAULT_TERMS, course: COURSE }), refused, outcome);
    t.same(told, ['look at CSE 310']);
  }
  for (const outcome of ['unseen', 'pending'] as const) {
    const { watching, ada } = await scene(t, outcome);
    t.match(await watching.start(ada, { ...DEFAULT_TERMS, course: COURSE }), { verified: false, covers: [] }, outcome);
  }
});

t.test('a watch says when what it covers was and will be looked at', async (t) => {
  const { start, see, watching, clock, ada } = await scene(t);
  await see(CSE310);
  const checkedAt = new Date(clock.now()).toISOString();
  const { id, ...watch } = await start(CSE310);
  t.match(watch, { checkedAt, nextCheckAt: new Date(clock.now() + INTERVAL_MS).toISOString() });
  t.match(await watching.change(ada, id, { paused: true }), { checkedAt, nextCheckAt: null });
});

t.test(
  'only a watch of a course has conditions, a pause ends in the future, and channels are the own ones',
  async (t) => {
    const { start, see, watching, clock, ada, store } = await scene(t);
    await see(CSE310);
    const { id } = await start(CSE310);
    const invalid = (field: string) => ({ code: 'PMC_WATCH_INVALID', message: new RegExp(`^${field}`) });
    await t.rejects(watching.change(ada, id, { conditions: {} }), invalid('conditions'));
    for (const pausedUntil of [clock.now(), clock.now() + 400 * 86_400_000])
      await t.rejects(watching.change(ada, id, { paused: true, pausedUntil }), invalid('pausedUntil'));
    await t.rejects(watching.change(ada, id, { channels: ['another'] }), invalid('channels'));
    const [{ id: email } = { id: '' }] = await store.channels.list(ada);
    t.match(await watching.change(ada, id, { channels: [email] }), { channels: [email] });
  },
);

t.test('of two starts at the same time, one is a duplicate', async (t) => {
  const { start, watching, ada } = await scene(t);
  const ended = await Promise.allSettled([start(CSE310), start(CSE310)]);
  const refused = ended.flatMap((each) => (each.status === 'rejected' ? [each.reason as Error] : []));
  t.match(refused, [{ code: 'PMC_WATCH_DUPLICATE' }]);
  t.equal((await watching.list(ada)).length, 1);
});

t.test('a change that makes two watches of a course alike is refused', async (t) => {
  const { see, watching, ada } = await scene(t);
  await see(CSE310);
  await watching.start(ada, { ...DEFAULT_TERMS, course: COURSE });
  const { id } = await watching.start(ada, { ...DEFAULT_TERMS, course: COURSE, conditions: { after: '16:00' } });
  await t.rejects(watching.change(ada, id, { conditions: {} }), { code: 'PMC_WATCH_DUPLICATE', message: COURSE });
});

t.test('a course of a term that is over cannot be watched', async (t) => {
  const { watching, store, ada } = await scene(t);
  await store.terms.end('asu', '2267');
  const course = { ...DEFAULT_TERMS, course: COURSE };
  await t.rejects(watching.start(ada, course), { code: 'PMC_TERM_OVER', message: COURSE });
});
