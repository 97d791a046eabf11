import t from 'tap';
import { ScriptedChannel } from '../../notify/scripted-channel.ts';
import { stage } from '../../notify/stage.ts';

t.test('a stop finishes running hand-overs, gives back the other mails and closes the channel', async (t) => {
  const channel = new ScriptedChannel(1);
  const { watcher, opening, start, clock, system, store, claimable } = await stage(t, { channel });
  await watcher('ada');
  await watcher('ben');
  await opening();
  channel.hang();
  await start();
  const stopped = system.stop();
  await clock.advance(1_000);
  t.notOk(channel.closed);
  channel.letGo();
  await stopped;
  t.ok(channel.closed);
  t.equal(channel.begun.length, 1);
  t.equal(await store.notifications.countPending(), 1);
  t.equal((await claimable()).length, 1, 'no lease is left behind');
});

t.test('a stop waits a limited time for a server that does not answer, and leaves no lease behind', async (t) => {
  const { watcher, opening, start, channel, clock, system, claimable } = await stage(t);
  await watcher('ada');
  await opening();
  channel.hang();
  await start();
  const stopped = system.stop();
  await clock.advance(5_999);
  t.notOk(channel.closed);
  await clock.advance(1);
  await stopped;
  t.ok(channel.closed);
  await clock.advance(5_000);
  t.match(await claimable(), [{ attempts: 1 }], 'it is looked at again');
});
