import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { Members } from '../../src/nodes/members.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';

const LEASE_MS = 60_000;

/** Makes the members of processes that share a store. */
async function processes(t: Test, ...nodes: string[]): Promise<{ clock: ManualClock; all: Members[] }> {
  const clock = new ManualClock();
  const store = new SqliteStore(join(t.testdir({}), 'store.db'), clock);
  await store.open();
  t.teardown(() => store.close());
  return { clock, all: nodes.map((node) => new Members({ store: store.members, node, leaseMs: LEASE_MS, clock })) };
}

t.test('before the first heartbeat a node knows only itself and has no duty', async (t) => {
  const {
    all: [alone],
  } = await processes(t, 'one');
  t.match(alone!.known, [{ node: 'one', alive: true }]);
  t.same([alone!.others, alone!.publishes], [[], false]);
});

t.test('all nodes know each other, and one publishes', async (t) => {
  const {
    all: [one, two, three],
  } = await processes(t, 'one', 'two', 'three');
  for (const members of [one!, two!, three!, one!, two!]) await members.beat();
  t.same(one!.others, ['three', 'two']);
  t.same(two!.all, ['two', 'one', 'three'], 'itself first');
  t.same(
    [one!, two!, three!].map(({ publishes }) => publishes),
    [true, false, false],
  );
});

t.test('the duty of a node that is gone is taken over within its lease', async (t) => {
  const {
    clock,
    all: [one, two],
  } = await processes(t, 'one', 'two');
  await one!.beat();
  await clock.advance(10_000);
  t.equal(await two!.beat(), LEASE_MS / 3, 'it beats three times in a lease');
  await clock.advance(LEASE_MS / 3);
  await two!.beat();
  await clock.advance(LEASE_MS / 3);
  t.equal(await two!.beat(), 10_000, 'and looks again when the duty is free');
  t.notOk(two!.publishes);
  await clock.advance(10_000);
  t.notOk(one!.publishes, 'it knows by itself that its lease is over');
  await two!.beat();
  t.ok(two!.publishes);
  t.match(two!.known, [
    { node: 'one', alive: false },
    { node: 'two', alive: true },
  ]);
  t.same(two!.others, []);
  await one!.beat();
  t.notOk(one!.publishes, 'one that comes back finds the duty taken');
});

t.test('a node that leaves gives up its duty, and may join again', async (t) => {
  const {
    all: [one, two],
  } = await processes(t, 'one', 'two');
  await one!.beat();
  await one!.leave();
  t.notOk(one!.publishes);
  await two!.beat();
  t.ok(two!.publishes);
  t.same(two!.others, []);
  await one!.beat();
  t.same(one!.others, ['two']);
});

t.test('of two processes with the same id, the earlier one must stop', async (t) => {
  const {
    all: [former, later],
  } = await processes(t, 'one', 'one');
  await former!.beat();
  await later!.beat();
  await t.rejects(former!.beat(), { code: 'PMC_NODE_TAKEN', next: 'stop', message: /^NODE_ID=one / });
  t.equal(await later!.beat(), LEASE_MS / 3);
});

t.test('a machine that sleeps past its lease loses the duty, although its monotonic clock stands still', async (t) => {
  const {
    clock,
    all: [one, two],
  } = await processes(t, 'one', 'two');
  await one!.beat();
  clock.jump(LEASE_MS - 1);
  t.ok(one!.publishes);
  clock.jump(1);
  t.notOk(one!.publishes, 'before anything is published again');
  await one!.beat();
  t.ok(one!.publishes, 'the store says that nobody else has it');
  await two!.beat();
  t.notOk(two!.publishes);
});

t.test('a wall clock that is set back does not extend the duty', async (t) => {
  const {
    clock,
    all: [one],
  } = await processes(t, 'one');
  await one!.beat();
  clock.jump(-3_600_000);
  t.ok(one!.publishes);
  await clock.advance(LEASE_MS);
  t.notOk(one!.publishes);
});
