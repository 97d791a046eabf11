import t from 'tap';
import type { NotificationStore } from '../../src/store/notifications.ts';
import { Leases, momentOf } from '../../src/notify/leases.ts';
import { notification } from './samples.ts';

const LEASE_MS = 60_000;

function stage() {
  const time = { wall: 1_000_000, monotonic: 0 };
  const clock = {
    now: () => time.wall,
    monotonic: () => time.monotonic,
    setTimeout: () => ({ unref() {} }),
    clearTimeout() {},
  };
  const store = { asked: 0, held: true };
  const hold = async (_owner: string, ids: string[]) => {
    store.asked += 1;
    return store.held ? ids : [];
  };
  const leases = new Leases({ hold } as unknown as NotificationStore, 'one', LEASE_MS, clock);
  return { time, store, leases, lease: leases.add([notification()], momentOf(clock)) };
}

t.test('a lease that was just taken holds without asking the store', async (t) => {
  const { leases, lease, store, time } = stage();
  time.wall += LEASE_MS / 4 - 1;
  time.monotonic += LEASE_MS / 4 - 1;
  t.ok(await leases.holds(lease));
  t.equal(store.asked, 0);
});

t.test('once a quarter of the lease has passed on either clock, the store decides', async (t) => {
  for (const passed of [
    { wall: 0, monotonic: LEASE_MS / 4 },
    { wall: LEASE_MS / 4, monotonic: 0 },
    { wall: -3_600_000, monotonic: 1 },
  ]) {
    for (const held of [true, false]) {
      const { leases, lease, store, time } = stage();
      time.wall += passed.wall;
      time.monotonic += passed.monotonic;
      store.held = held;
      t.equal(await leases.holds(lease), held, JSON.stringify(passed));
      t.equal(store.asked, 1);
    }
  }
});

t.test('a renewed lease holds again without asking the store', async (t) => {
  const { leases, lease, store, time } = stage();
  time.wall += LEASE_MS / 2;
  time.monotonic += LEASE_MS / 2;
  await leases.prolong();
  t.ok(await leases.holds(lease));
  t.equal(store.asked, 1);
});

t.test('after a suspension the leases have lapsed, whatever the monotonic clock or the store says', async (t) => {
  const { leases, lease, time } = stage();
  time.wall += LEASE_MS;
  await leases.prolong();
  t.notOk(await leases.holds(lease));
});

t.test('a lease that has lapsed does not hold, even if it is ours again', async (t) => {
  const { leases, lease } = stage();
  t.same(leases.newAmong([notification()]), []);
  t.notOk(await leases.holds(lease));
});
