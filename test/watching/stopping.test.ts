import { join } from 'node:path';
import type { Test } from 'tap';
import t from 'tap';
import { emailChannelId } from '../../src/domain/channel.ts';
import { wishOf } from '../../src/domain/watch.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { PAUSE_MS } from '../../src/domain/watch.ts';
import { Stopping } from '../../src/watching/stopping.ts';
import type { StoreHarness } from '../contract/store/harness.ts';
import { CSE310, MAT210, see, student, watch } from '../contract/store/harness.ts';

const HOUR_MS = 3_600_000;

async function scene(t: Test) {
  const clock = new ManualClock();
  const store = new SqliteStore(join(t.testdir({}), 'store.db'), clock);
  await store.open();
  t.teardown(() => store.close());
  const harness: StoreHarness = {
    store,
    reopen: async () => undefined,
    advance: (ms) => clock.advance(ms),
    now: () => clock.now(),
  };
  await see(harness, CSE310);
  const ada = await student(harness);
  const first = await watch(harness, ada, CSE310);
  const second = await watch(harness, ada, MAT210);
  let changed = 0;
  const stopping = new Stopping({ store, limit: 10, clock, onChanged: () => (changed += 1) });
  const left = async () => (await store.watches.list(ada)).map(({ section }) => section!).toSorted();
  return { stopping, store, clock, ada, first, second, left, changes: () => changed };
}

t.test('a page can name the class and knows the language of its student', async (t) => {
  const { stopping, store, ada, first, second } = await scene(t);
  await store.accounts.prefer(ada, { language: 'es' });
  const about = await stopping.about({ do: 'stop', watches: [first.id, second.id] });
  t.match(about.student, { id: ada, language: 'es' });
  t.same(
    about.watches.map(({ state }) => state?.title ?? null),
    ['Data Structures and Algorithms', null],
    'a section that was never seen has no title',
  );
  t.same(await stopping.about({ do: 'stop', watches: ['gone'] }), { student: null, watches: [], channel: null });
});

t.test('exactly the named watches end, and come back with all their terms when that is undone', async (t) => {
  const { stopping, store, ada, first, left } = await scene(t);
  await store.watches.update(ada, first.id, { kinds: ['opened', 'schedule'], minSeats: 2 });
  const undo = await stopping.perform({ do: 'stop', watches: [first.id] }, '');
  t.same(await left(), [MAT210]);
  t.equal(await stopping.perform({ do: 'stop', watches: [first.id] }, ''), null, 'there is nothing left to undo');
  await stopping.perform(undo!, '');
  t.same(await left(), [CSE310, MAT210].toSorted());
  const again = (await store.watches.list(ada)).find(({ section }) => section === CSE310);
  t.match(again, { kinds: ['opened', 'schedule'], minSeats: 2, verified: true });
  await stopping.perform(undo!, '');
  t.equal((await store.watches.list(ada)).length, 2, 'a second click makes no second watch');
});

t.test('a watch of a class that nobody has seen comes back unverified', async (t) => {
  const { stopping, store, ada, second } = await scene(t);
  t.notOk(second.verified);
  const undo = await stopping.perform({ do: 'stop', watches: [second.id] }, '');
  await stopping.perform(undo!, '');
  t.match(
    (await store.watches.list(ada)).find(({ section }) => section === MAT210),
    { verified: false },
    'so that it can still end if there is no such class',
  );
});

t.test('ending a watch can be undone for an hour', async (t) => {
  const { stopping, clock, first, left } = await scene(t);
  const undo = await stopping.perform({ do: 'stop', watches: [first.id] }, '');
  await clock.advance(HOUR_MS);
  await stopping.perform(undo!, '');
  t.same(await left(), [MAT210]);
});

t.test('a pause ends by itself after a day, or when it is undone', async (t) => {
  const { stopping, store, clock, ada, first, changes } = await scene(t);
  const find = async () => (await store.watches.list(ada)).find(({ id }) => id === first.id)!;
  const undo = await stopping.perform({ do: 'pause', watches: [first.id] }, '');
  t.match(await find(), { paused: true, pausedUntil: new Date(clock.now() + PAUSE_MS).toISOString() });
  await stopping.perform(undo!, '');
  t.match(await find(), { paused: false, pausedUntil: null });
  t.equal(changes(), 2, 'the schedulers are told');
});

t.test('a channel is turned off with a reason, and on again', async (t) => {
  const { stopping, store, ada } = await scene(t);
  const channel = emailChannelId(ada);
  const action = { do: 'mute', user: ada, channel } as const;
  t.match((await stopping.about(action)).channel, 'ada@example.edu');
  const undo = await stopping.perform(action, 'by a link');
  t.match(await store.channels.find(ada, channel), { muted: { reason: 'by a link' } });
  await stopping.perform(undo!, '');
  t.match(await store.channels.find(ada, channel), { muted: null });
});

t.test('everything is turned off, with the watches kept, and on again', async (t) => {
  const { stopping, store, ada, left } = await scene(t);
  const undo = await stopping.perform({ do: 'all-off', user: ada, channel: '' }, '');
  t.match(await store.accounts.preferences(ada), { notifications: false });
  t.equal((await left()).length, 2);
  await stopping.perform(undo!, '');
  t.match(await store.accounts.preferences(ada), { notifications: true });
});

t.test('links of a student who is gone do nothing and fail nothing', async (t) => {
  const { stopping, store, ada } = await scene(t);
  await store.accounts.remove(ada);
  for (const action of [
    { do: 'mute', user: ada, channel: emailChannelId(ada) },
    { do: 'all-off', user: ada, channel: '' },
  ] as const) {
    t.same(await stopping.about(action), { student: null, watches: [], channel: null });
    await t.resolves(stopping.perform(action, ''));
  }
  await t.rejects(
    stopping.perform({ do: 'restart', user: ada, wishes: [wishOf(CSE310)], until: Infinity }, ''),
    { code: 'PMC_NOT_SIGNED_IN' },
    'watches cannot come back without their student',
  );
});
