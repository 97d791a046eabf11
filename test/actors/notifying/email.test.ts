import t from 'tap';
import { EMAIL_PATH } from '../../../src/actors/notifying/email.ts';
import type { EmailMessage, SendReply } from '../../../src/actors/notifying/email.ts';
import { notifyError } from '../../../src/notify/errors.ts';
import { storeError } from '../../../src/store/errors.ts';
import { CSE310, FULL, OPEN, see, take } from '../../contract/store/harness.ts';
import { BLOCKED, OUTAGE, PUT_OFF, REFUSED, ScriptedChannel, SENT } from '../../notify/scripted-channel.ts';
import { GIVE_UP_MS, LEASE_MS, stage } from '../../notify/stage.ts';

t.test('an opening is told once to everyone who watches for it', async (t) => {
  const { watcher, opening, start, announce, channel, clock, store } = await stage(t);
  await watcher('ada');
  await watcher('ben');
  await watcher('eve', ['instructor']);
  await start();
  await opening();
  await announce();
  t.same(channel.begun.map(([{ recipient }]) => recipient).toSorted(), ['ada@example.edu', 'ben@example.edu']);
  await announce();
  await clock.advance(60_000);
  t.equal(channel.begun.length, 2);
  t.equal(await store.notifications.countPending(), 0);
});

t.test('what was left pending by a former run is sent at the start', async (t) => {
  const { watcher, opening, start, channel, store } = await stage(t);
  await watcher('ada');
  await opening();
  await store.notifications.fanOut(['email'], 0);
  await store.notifications.claim('email', 'former run', 0, 100);
  await start();
  t.equal(channel.begun.length, 1);
});

t.test('each notification sent is timed and logged, without its address', async (t) => {
  const { watcher, opening, start, channel, announce, clock, observed, log } = await stage(t);
  await watcher('ada');
  await start();
  await opening();
  await clock.advance(300);
  channel.hang();
  await announce();
  await clock.advance(200);
  channel.letGo();
  await clock.advance(0);
  t.same(observed, [
    ['detected_queued', 0.3],
    ['queued_sent', 0.2],
  ]);
  const line = log.lines.find(({ event }) => event === 'notification sent');
  t.match(line?.fields, {
    section: CSE310,
    kind: 'opened',
    detectedToQueuedMs: 300,
    queuedToSentMs: 200,
    sent: '2026-11-23T20:00:00.500Z',
  });
  t.notMatch(JSON.stringify(log.lines), 'ada@example.edu');
});

t.test('the changes of one version are told in one message, and settled together', async (t) => {
  const { watcher, harness, start, channel, store } = await stage(t);
  await watcher('ada', ['opened', 'instructor']);
  await see(harness, CSE310, FULL);
  await see(harness, CSE310, { ...OPEN, instructors: ['Ben Birch'] });
  await start();
  t.equal(channel.begun.length, 1);
  t.same(channel.told, [`${CSE310}#2:opened`, `${CSE310}#2:instructor`]);
  t.equal(await store.notifications.countPending(), 0);
});

t.test(
  'no more hand-overs run than the channel allows, and each is recorded before its place is used again',
  async (t) => {
    const channel = new ScriptedChannel(2);
    const { watcher, opening, start, clock, store } = await stage(t, { channel });
    for (const name of ['a', 'b', 'c', 'd', 'e']) await watcher(name);
    await opening();
    channel.hang();
    await start();
    for (let sent = 0; sent < 5; sent += 1) {
      t.equal(channel.hung, Math.min(2, 5 - sent));
      t.equal(await store.notifications.countPending(), 5 - sent);
      channel.letGo();
      await clock.advance(0);
    }
  },
);

t.test('messages are answered while hand-overs run', async (t) => {
  const { watcher, opening, start, channel, system } = await stage(t);
  await watcher('ada');
  await opening();
  channel.hang();
  await start();
  const reply = await system.outside.ask<EmailMessage, SendReply>(
    system.ref(EMAIL_PATH),
    (replyTo) => ({ type: 'send', mail: { to: 'ben@example.edu', subject: '', text: '', html: '' }, replyTo }),
    1_000,
  );
  t.same(reply, { outcome: 'sent' });
});

t.test('a failed attempt is made again after a growing pause, and counted', async (t) => {
  const { watcher, opening, start, channel, clock } = await stage(t);
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
});

t.test('a recipient refused for good is a dead letter at once, and others are told', async (t) => {
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
});

t.test('what fails until the time is up is a dead letter, which can be replayed', async (t) => {
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

t.test('an outage opens the breaker: the rest goes back untried, and is told when the server is back', async (t) => {
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

t.test('recipients who are put off or refused do not open the breaker', async (t) => {
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

t.test(
  'a server that refuses the sender is left alone at once, nobody is a dead letter, and all are told when it is over',
  async (t) => {
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
  },
);

t.test(
  'recipients refused in a row with one text are an outage: they stay pending, also those given up before',
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

t.test('one mail that is always refused holds up nobody for long', async (t) => {
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

t.test('what waits too long while the breaker is open is given up', async (t) => {
  const channel = new ScriptedChannel(1);
  const { watcher, opening, start, clock, deadLetters } = await stage(t, {
    channel,
    patience: { giveUpMs: 30_000, random: () => 0.5 },
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

t.test('notifications paused after they were claimed stay pending, and are told on resume', async (t) => {
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

t.test('a notification whose lease went to another process meanwhile is not handed over', async (t) => {
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

t.test('a notification that has waited is looked at again, so that it tells what is true by then', async (t) => {
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

t.test('a mail under way keeps its lease for as long as it takes', async (t) => {
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

t.test(
  'a mail under way whose lease lapsed is withdrawn at the last moment, looked at again, and sent once',
  async (t) => {
    let frozen = true;
    const setting = await stage(t, {
      faults: {
        // What a frozen process does for its leases: nothing.
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
  },
);

t.test('a mail that a suspended machine had under way is looked at again when it wakes', async (t) => {
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

t.test('of two processes one tells each student', async (t) => {
  const one = await stage(t, { owner: 'one', channel: new ScriptedChannel(1) });
  const two = await stage(t, { owner: 'two', channel: new ScriptedChannel(1), beside: one });
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

t.test('what a frozen process held is told by another, and not again when the first one wakes', async (t) => {
  let frozen = false;
  const one: Awaited<ReturnType<typeof stage>> = await stage(t, {
    owner: 'one',
    faults: { hold: async () => [], claim: async (...args) => (frozen ? [] : one.store.notifications.claim(...args)) },
  });
  const two = await stage(t, { owner: 'two', beside: one });
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

t.test('a stop finishes what is under way, gives back the rest and closes the channel', async (t) => {
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

t.test('a stop waits a bounded time for a server that does not answer, and leaves no lease behind', async (t) => {
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

t.test('nothing is handed over while the store cannot say whether it is still ours', async (t) => {
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

t.test('a result that could not be recorded is recorded later, and its mail is not sent twice', async (t) => {
  let outages = 3;
  const setting = await stage(t, {
    faults: {
      async settle(this: void, owner, settlements) {
        if (outages-- > 0) throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'a test' });
        await setting.store.notifications.settle(owner, settlements);
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

t.test('a store that is away for a while delays mails and loses none', async (t) => {
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

t.test('openings within the quiet gap are told as one', async (t) => {
  const { watcher, opening, start, announce, channel, clock, harness } = await stage(t, { quietGapMs: 60_000 });
  await watcher('ada');
  await start();
  await opening();
  await announce();
  for (const look of [FULL, OPEN]) await see(harness, CSE310, look);
  await announce();
  t.equal(channel.begun.length, 1);
  await clock.advance(60_000);
  for (const look of [FULL, OPEN]) await see(harness, CSE310, look);
  await announce();
  t.equal(channel.begun.length, 2);
});

t.test('a watch whose section does not exist ends with a notice', async (t) => {
  const { watcher, start, channel, harness, clock, store } = await stage(t);
  await watcher('ada');
  await start();
  await take(harness, [CSE310], 'checker');
  await store.sections.forget('checker', CSE310, ['email']);
  await clock.advance(15_000);
  t.match(channel.begun, [[{ notice: 'not-found', change: null, recipient: 'ada@example.edu' }]]);
});

t.test('a notification whose change is missing is an error that operators see, and no mail', async (t) => {
  const setting = await stage(t, {
    faults: {
      claim: async (...args) =>
        (await setting.store.notifications.claim(...args)).map((claimed) => ({ ...claimed, change: null })),
    },
  });
  const { watcher, opening, start, channel, deadLetters, breaker } = setting;
  await watcher('ada');
  await opening();
  await start();
  t.same(channel.begun, []);
  t.match(await deadLetters(), [{ error: /^PMC_CHANGE_MISSING: notification .*66445#2:opened/ }]);
  t.equal(breaker(), 'closed');
});

t.test('a mail outside the store is tried a few times, then reported as failed', async (t) => {
  const { start, channel, clock, system } = await stage(t);
  await start();
  const ask = () =>
    system.outside.ask<EmailMessage, SendReply>(
      system.ref(EMAIL_PATH),
      (replyTo) => ({ type: 'send', mail: { to: 'ada@example.edu', subject: '', text: '', html: '' }, replyTo }),
      60_000,
    );

  channel.sendError = notifyError('PMC_MAIL_FAILED', { reason: 'connection refused' });
  const failing = ask();
  await clock.advance(15_000);
  t.match(await failing, { outcome: 'failed', code: 'PMC_MAIL_FAILED' });
  t.equal(channel.sends.length, 4);

  channel.sendError = notifyError('PMC_MAIL_REFUSED', { responseCode: 550 });
  t.match(await ask(), { outcome: 'failed', code: 'PMC_MAIL_REFUSED' });
  t.equal(channel.sends.length, 5);
});
