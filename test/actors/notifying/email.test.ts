import t from 'tap';
import { places } from '../../../src/actors/places.ts';
import type { EmailMessage, SendReply } from '../../../src/actors/notifying/email.ts';
import { notifyError } from '../../../src/notify/errors.ts';
import { MailSeal } from '../../../src/notify/mail-seal.ts';
import { CSE310, FULL, OPEN, see, take } from '../../contract/store/harness.ts';
import { ScriptedChannel } from '../../notify/scripted-channel.ts';
import { SEAL, stage } from '../../notify/stage.ts';

t.test('each student who watches for an opening gets one mail about it', async (t) => {
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

t.test('notifications that an earlier run left pending are sent at the start', async (t) => {
  const { watcher, opening, start, channel, store } = await stage(t);
  await watcher('ada');
  await opening();
  await store.notifications.fanOut(0);
  await store.notifications.claim('email', 'former run', 0, 100);
  await start();
  t.equal(channel.begun.length, 1);
});

t.test('each sent notification is timed and logged without its address', async (t) => {
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
    ['detected_sent', 0.5],
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

t.test('changes of one version are sent in one mail and recorded together', async (t) => {
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
  'the channel limits how many hand-overs run, and each result is recorded before the next one starts',
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

t.test('the actor answers messages while hand-overs run', async (t) => {
  const { watcher, opening, start, channel, system } = await stage(t);
  await watcher('ada');
  await opening();
  channel.hang();
  await start();
  const reply = await system.outside.ask<EmailMessage, SendReply>(
    places.email.on('n'),
    (replyTo) => ({
      type: 'send',
      mail: SEAL.seal({ to: 'ben@example.edu', subject: '', text: '', html: '' }),
      replyTo,
    }),
    1_000,
  );
  t.same(reply, { outcome: 'sent' });
});

t.test('openings within the quiet gap are sent in one mail', async (t) => {
  const { watcher, opening, start, announce, channel, clock, harness } = await stage(t, {
    environment: { QUIET_GAP_SECONDS: '60' },
  });
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

t.test('a watch of a section that does not exist ends with a notice', async (t) => {
  const { watcher, start, channel, harness, clock, store } = await stage(t);
  await watcher('ada');
  await start();
  await take(harness, [CSE310], 'checker');
  await store.sections.forget('checker', CSE310);
  await clock.advance(15_000);
  t.match(channel.begun, [[{ notice: 'not-found', change: null, recipient: 'ada@example.edu' }]]);
});

t.test('a notification whose change is missing sends no mail and becomes a dead letter', async (t) => {
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
  t.match(await deadLetters(), [{ error: /^PMC_CHANGE_MISSING: the change of notification .*66445#2:opened/ }]);
  t.equal(breaker(), 'closed');
});

t.test('a mail outside the store is tried a few times, then reported as failed', async (t) => {
  const { start, channel, clock, system } = await stage(t);
  await start();
  const ask = () =>
    system.outside.ask<EmailMessage, SendReply>(
      places.email.on('n'),
      (replyTo) => ({
        type: 'send',
        mail: SEAL.seal({ to: 'ada@example.edu', subject: '', text: '', html: '' }),
        replyTo,
      }),
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

t.test('a sign-in link that is not accepted shows that mail is down, until the server is back', async (t) => {
  const { start, channel, clock, system } = await stage(t);
  await start();
  const calls = () => system.tree().children[0]?.children.find(({ id }) => id === 'email')?.calls;
  channel.sendError = notifyError('PMC_MAIL_FAILED', { reason: 'connection refused' });
  const mail = SEAL.seal({ to: 'ada@example.edu', subject: '', text: '', html: '' });
  system.outside.tell<EmailMessage>(places.email.on('n'), {
    type: 'send',
    mail,
    replyTo: places.email.on('n') as never,
  });
  await clock.advance(0);
  t.match(calls(), { failures: 1, error: /connection refused/ }, 'with the first attempt');
  await clock.advance(60_000);
  t.match(calls(), { failures: 4 });
  channel.sendError = undefined;
  await clock.advance(5_000);
  t.match(calls(), { failures: 0 }, 'also when no other mail follows');

  channel.sendError = notifyError('PMC_MAIL_REFUSED', { responseCode: 550 });
  system.outside.tell<EmailMessage>(places.email.on('n'), {
    type: 'send',
    mail,
    replyTo: places.email.on('n') as never,
  });
  await clock.advance(60_000);
  t.match(calls(), { failures: 0 }, 'a server that refuses one address works');
});

t.test('a mail that no process of this installation sealed is not sent', async (t) => {
  const { start, channel, clock, system } = await stage(t);
  await start();
  const mail = { to: 'ada@example.edu', subject: '', text: '', html: '' };
  const forged = new MailSeal('another-secret-of-at-least-32-chars').seal(mail);
  for (const sent of [forged, JSON.stringify(mail)])
    system.outside.tell<EmailMessage>(places.email.on('n'), {
      type: 'send',
      mail: sent,
      replyTo: places.email.on('n') as never,
    });
  await clock.advance(1_000);
  t.same(channel.sends, []);
});
