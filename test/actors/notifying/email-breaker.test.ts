import t from 'tap';
import { CSE310, FULL, OPEN, see } from '../../contract/store/harness.ts';
import { BLOCKED, OUTAGE, PUT_OFF, REFUSED, ScriptedChannel, SENT } from '../../notify/scripted-channel.ts';
import { stage } from '../../notify/stage.ts';

t.test('an outage opens the breaker: untried mails go back, and are sent when the server returns', async (t) => {
  const channel = new ScriptedChannel(1);
  const { watcher, opening, start, clock, store, breaker } = await stage(t, { channel });
  for (const name of ['a', 'b', 'c', 'd', 'e']) await watcher(name);
  await opening();
  channel.answer = () => OUTAGE;
  await start();
  t.equal(channel.begun.length, 3);
  t.equal(breaker(), 'open');
  await clock.advance(119_000);
  t.equal(channel.begun.length, 3);
  channel.answer = () => SENT;
  await clock.advance(20_000);
  t.equal(breaker(), 'closed');
  t.equal(await store.notifications.countPending(), 0);
  t.same(
    channel.begun
      .slice(3)
      .map(([{ attempts }]) => attempts)
      .toSorted((a, b) => a - b),
    [0, 0, 1, 1, 1],
    'no attempt was counted for what went back',
  );
});

t.test('recipients who are deferred or refused do not open the breaker', async (t) => {
  const channel = new ScriptedChannel(1);
  const { watcher, opening, start, breaker } = await stage(t, { channel });
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await watcher(name);
  await opening();
  const answers = [PUT_OFF, REFUSED, SENT];
  channel.answer = () => answers[channel.begun.length % 3] ?? SENT;
  await start();
  t.equal(channel.begun.length, 6);
  t.equal(breaker(), 'closed');
});

t.test('a server that refuses the sender opens the breaker at once, and all mails are sent later', async (t) => {
  const channel = new ScriptedChannel(1);
  const { watcher, opening, start, clock, store, breaker, deadLetters, node } = await stage(t, { channel });
  for (const name of ['a', 'b', 'c', 'd', 'e']) await watcher(name);
  await opening();
  channel.answer = () => BLOCKED;
  await start();
  t.equal(channel.begun.length, 1);
  t.equal(breaker(), 'open');
  t.equal(node('notifying/email').lastError, 'PMC_MAIL_BLOCKED: 550 5.4.5 daily limit');
  await clock.advance(40_000);
  t.equal(channel.begun.length, 3, 'asked again after 15 s, and again, then after twice that');
  t.equal(new Set(channel.begun.map(([{ id }]) => id)).size, 3, 'those that were not tried come first');
  channel.answer = () => SENT;
  await clock.advance(20_000);
  t.equal(breaker(), 'closed');
  t.equal(node('notifying/email').lastError, undefined);
  t.equal(await store.notifications.countPending(), 0);
  t.same(await deadLetters(), []);
});

t.test(
  'recipients refused in a row with the same text are an outage: all stay pending, the first ones too',
  async (t) => {
    const channel = new ScriptedChannel(1);
    const { watcher, opening, start, clock, breaker, deadLetters } = await stage(t, { channel });
    for (const name of ['a', 'b', 'c', 'd']) await watcher(name);
    await opening();
    channel.answer = () => REFUSED;
    await start();
    t.equal(channel.begun.length, 3);
    t.equal(breaker(), 'open');
    t.same(await deadLetters(), []);
    channel.answer = () => SENT;
    await clock.advance(30_000);
    t.equal(new Set(channel.sent.map(([{ recipient }]) => recipient)).size, 4);
  },
);

t.test('a mail that is always refused does not delay the others for long', async (t) => {
  const channel = new ScriptedChannel(1);
  const { watcher, opening, start, announce, clock, harness } = await stage(t, { channel });
  await watcher('odd');
  await opening();
  channel.answer = () => (channel.begun.at(-1)?.[0].recipient.startsWith('odd') ? BLOCKED : SENT);
  await start();
  await clock.advance(60_000);
  t.ok(channel.begun.length > 2, 'it is tried again');
  for (const name of ['b', 'c', 'd']) await watcher(name);
  for (const look of [FULL, OPEN]) await see(harness, CSE310, look);
  await announce();
  await clock.advance(20_000);
  t.equal(channel.sent.length, 3);
});

t.test('notifications that wait too long behind an open breaker are given up', async (t) => {
  const channel = new ScriptedChannel(1);
  const { watcher, opening, start, clock, deadLetters } = await stage(t, {
    channel,
    environment: { NOTIFY_GIVE_UP_SECONDS: '30' },
  });
  for (const name of ['a', 'b', 'c', 'd', 'e']) await watcher(name);
  await opening();
  channel.answer = () => OUTAGE;
  await start();
  await clock.advance(60_000);
  t.equal(channel.begun.length, 3);
  t.same(
    (await deadLetters()).map(({ error }) => error.split(' ')[0]),
    Array(5).fill('PMC_GIVEN_UP:'),
  );
});
