import t from 'tap';
import { storeError } from '../../../src/store/errors.ts';
import { PUT_OFF, REFUSED, ScriptedChannel, SENT } from '../../notify/scripted-channel.ts';
import { GIVE_UP_MS, stage } from '../../notify/stage.ts';

t.test('a failed attempt is repeated after a growing pause, and counted', async (t) => {
  const { watcher, opening, start, channel, clock, errors } = await stage(t);
  await watcher('ada');
  await opening();
  channel.answer = () => PUT_OFF;
  await start();
  await clock.advance(4_999);
  t.equal(channel.begun.length, 1);
  await clock.advance(1);
  t.equal(channel.begun.length, 2);
  await clock.advance(14_999);
  t.equal(channel.begun.length, 2);
  channel.answer = () => SENT;
  await clock.advance(1);
  t.same(
    channel.begun.map(([{ attempts }]) => attempts),
    [0, 1, 2],
  );
  await clock.advance(GIVE_UP_MS);
  t.equal(channel.begun.length, 3);
  t.equal(errors.length, 2, 'failures are counted by code');
});

t.test(
  'a recipient refused for good becomes a dead letter at once; other recipients still get their mail',
  async (t) => {
    const channel = new ScriptedChannel(1);
    const { watcher, opening, start, clock, deadLetters } = await stage(t, { channel });
    await watcher('ada');
    await watcher('ben');
    await opening();
    const answers = [REFUSED, SENT];
    channel.answer = () => answers.shift() ?? SENT;
    await start();
    await clock.advance(GIVE_UP_MS);
    t.equal(channel.begun.length, 2);
    t.match(await deadLetters(), [
      { kind: 'notification', subject: channel.begun[0]?.[0].id, error: /^PMC_MAIL_REFUSED/, attempts: 1 },
    ]);
  },
);

t.test('a notification that fails until its time is up becomes a dead letter, which can be replayed', async (t) => {
  const { watcher, opening, start, channel, clock, store, deadLetters } = await stage(t);
  await watcher('ada');
  await opening();
  channel.answer = () => PUT_OFF;
  await start();
  await clock.advance(GIVE_UP_MS - 1);
  t.same(await deadLetters(), []);
  await clock.advance(1);
  const [letter] = await deadLetters();
  t.match(
    letter?.error,
    /^PMC_GIVEN_UP: gave up after \d+ attempts in 600 s; the last error: PMC_MAIL_FAILED: greylisted$/,
  );
  const before = channel.begun.length;
  channel.answer = () => SENT;
  await store.deadLetters.replay(letter?.id ?? '');
  await clock.advance(15_000);
  t.equal(channel.begun.length, before + 1);
});

t.test('a result that could not be recorded is recorded later, and its mail is not sent twice', async (t) => {
  let outages = 3;
  const setting = await stage(t, {
    faults: {
      async record(this: void, owner, verdicts) {
        if (outages-- > 0) throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'a test' });
        await setting.store.notifications.record(owner, verdicts);
      },
    },
  });
  const { watcher, opening, start, channel, clock, store } = setting;
  await watcher('ada');
  await opening();
  await start();
  t.equal(await store.notifications.countPending(), 1);
  await clock.advance(3_000);
  t.equal(await store.notifications.countPending(), 0);
  t.equal(channel.begun.length, 1);
});

t.test('a store outage delays mails but loses none', async (t) => {
  let outages = 3;
  const setting = await stage(t, {
    faults: {
      async claim(this: void, ...args) {
        if (outages-- > 0) throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'a test' });
        return setting.store.notifications.claim(...args);
      },
    },
  });
  await setting.watcher('ada');
  await setting.opening();
  await setting.start();
  await setting.clock.advance(15_000);
  t.equal(setting.channel.begun.length, 1);
});

t.test('notifications paused after they were claimed stay pending and are sent on resume', async (t) => {
  const channel = new ScriptedChannel(1);
  const { watcher, opening, start, clock, store } = await stage(t, { channel });
  await watcher('ada');
  await watcher('ben');
  await opening();
  channel.hang();
  await start();
  await store.pauses.set('notifications', null);
  await clock.advance(5_000);
  channel.letGo();
  await clock.advance(60_000);
  t.equal(channel.begun.length, 1);
  t.equal(await store.notifications.countPending(), 1);
  channel.answer = () => SENT;
  await store.pauses.clear('notifications', null);
  await clock.advance(15_000);
  t.equal(channel.begun.length, 2);
});
