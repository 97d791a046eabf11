import t from 'tap';
import { storeError } from '../../../src/store/errors.ts';
import { CSE310, FULL, see } from '../../contract/store/harness.ts';
import { ScriptedChannel, SENT } from '../../notify/scripted-channel.ts';
import { LEASE_MS, stage } from '../../notify/stage.ts';

t.test('a notification that another process has leased is not handed over', async (t) => {
  const channel = new ScriptedChannel(1);
  const { watcher, opening, start, clock, claimable } = await stage(t, { channel });
  await watcher('ada');
  await watcher('ben');
  await opening();
  channel.hang();
  await start();
  await clock.advance(LEASE_MS);
  t.equal(channel.begun.length, 1);
  t.equal((await claimable()).length, 1, 'the one under way keeps its lease');
  channel.letGo();
  await clock.advance(1_000);
  t.equal(channel.begun.length, 1);
});

t.test('a notification that has waited is claimed again, so that its mail has the current state', async (t) => {
  const channel = new ScriptedChannel(1);
  const { watcher, opening, start, clock, harness } = await stage(t, { channel });
  await watcher('ada');
  await watcher('ben');
  await opening();
  channel.hang();
  await start();
  await see(harness, CSE310, FULL);
  await clock.advance(1_500);
  channel.letGo();
  await clock.advance(0);
  t.same(
    channel.begun.map(([{ current }]) => current?.status),
    ['open', 'full'],
  );
});

t.test('a mail keeps its lease for as long as its hand-over takes', async (t) => {
  const { watcher, opening, start, channel, clock, claimable } = await stage(t);
  await watcher('ada');
  await opening();
  channel.hang();
  await start();
  await clock.advance(10 * LEASE_MS);
  t.same(await claimable(), []);
  channel.letGo();
  await clock.advance(LEASE_MS);
  t.equal(channel.begun.length, 1);
  t.equal(channel.sent.length, 1);
});

t.test('a mail whose lease lapsed is withdrawn at the last moment, claimed again, and sent once', async (t) => {
  let frozen = true;
  const setting = await stage(t, {
    faults: {
      // A frozen process does not renew its leases.
      hold: async (...args) => (frozen ? [] : setting.store.notifications.hold(...args)),
    },
  });
  const { watcher, opening, start, channel, clock, harness } = setting;
  await watcher('ada');
  await opening();
  channel.hang();
  await start();
  await clock.advance(2 * LEASE_MS);
  t.equal(channel.begun.length, 1, 'it is not begun twice at a time');
  await see(harness, CSE310, FULL);
  frozen = false;
  channel.answer = () => SENT;
  channel.letGo();
  await clock.advance(15_000);
  t.same(
    channel.begun.map(([{ current, attempts }]) => [current?.status, attempts]),
    [
      ['open', 0],
      ['full', 0],
    ],
  );
  t.equal(channel.sent.length, 1);
});

t.test('a mail that was being sent when the machine was suspended is claimed again when it wakes', async (t) => {
  const { watcher, opening, start, channel, clock, harness } = await stage(t);
  await watcher('ada');
  await opening();
  channel.hang();
  await start();
  clock.jump(2 * LEASE_MS);
  await see(harness, CSE310, FULL);
  channel.answer = () => SENT;
  channel.letGo();
  await clock.advance(LEASE_MS / 2);
  t.same(
    channel.begun.map(([{ current }]) => current?.status),
    ['open', 'full'],
  );
  t.equal(channel.sent.length, 1);
});

t.test('of two processes, only one sends each mail', async (t) => {
  const one = await stage(t, { node: 'one', channel: new ScriptedChannel(1) });
  const two = await stage(t, { node: 'two', channel: new ScriptedChannel(1), beside: one });
  const names = Array.from({ length: 150 }, (_, n) => `student${n}`);
  for (const name of names) await one.watcher(name);
  await one.start();
  await two.start();
  await one.opening();
  await Promise.all([one.announce(), two.announce()]);
  await one.clock.advance(60_000);
  const told = [...one.channel.sent, ...two.channel.sent].map(([{ recipient }]) => recipient.split('@')[0] ?? '');
  t.same(told.toSorted(), names.toSorted());
  t.ok(one.channel.sent.length > 0 && two.channel.sent.length > 0, 'both take part');
});

t.test('mails of a frozen process are sent by another one, and not again when the first one wakes', async (t) => {
  let frozen = false;
  const one: Awaited<ReturnType<typeof stage>> = await stage(t, {
    node: 'one',
    faults: { hold: async () => [], claim: async (...args) => (frozen ? [] : one.store.notifications.claim(...args)) },
  });
  const two = await stage(t, { node: 'two', beside: one });
  await one.watcher('ada');
  await one.opening();
  one.channel.hang();
  await one.start();
  await two.start();
  frozen = true;
  t.equal(two.channel.sent.length, 0);
  await one.clock.advance(LEASE_MS + 15_000);
  t.equal(two.channel.sent.length, 1);
  frozen = false;
  one.channel.letGo();
  await one.clock.advance(LEASE_MS);
  t.equal(one.channel.sent.length, 0);
  t.equal(two.channel.sent.length, 1);
});

t.test('nothing is handed over while the store cannot confirm the lease', async (t) => {
  let away = true;
  const setting = await stage(t, {
    faults: {
      hold: async (...args) => {
        if (away) throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'a test' });
        return setting.store.notifications.hold(...args);
      },
    },
  });
  const { watcher, opening, start, channel, clock } = setting;
  await watcher('ada');
  await opening();
  channel.hang();
  await start();
  await clock.advance(LEASE_MS / 4);
  channel.answer = () => SENT;
  channel.letGo();
  await clock.advance(0);
  t.equal(channel.sent.length, 0);
  away = false;
  await clock.advance(LEASE_MS);
  t.equal(channel.sent.length, 1);
});
