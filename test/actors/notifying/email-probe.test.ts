import t from 'tap';
import { OUTAGE, ScriptedChannel, SENT } from '../../notify/scripted-channel.ts';
import { MailServer } from '../../notify/mail-server.ts';
import { serve } from '../../notify/email/smtp-stage.ts';
import { stage } from '../../notify/stage.ts';
import { eventually } from '../../support/eventually.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { notifyError } from '../../../src/notify/errors.ts';

const AWAY = notifyError('PMC_MAIL_FAILED', { reason: 'connection refused' });

t.test(
  'a half-open breaker is closed by probes when no mail follows, and only then does mail count as well',
  async (t) => {
    const channel = new ScriptedChannel(1);
    const { watcher, opening, start, clock, breaker, node, store } = await stage(t, {
      channel,
      environment: { NOTIFY_GIVE_UP_SECONDS: '30' },
    });
    for (const name of ['a', 'b', 'c']) await watcher(name);
    await opening();
    channel.answer = () => OUTAGE;
    channel.sendError = AWAY;
    await start();
    await clock.advance(100_000);
    t.equal(breaker(), 'open');
    t.equal(await store.notifications.countPending(), 0, 'nothing is left that could show that the server is back');
    await clock.advance(30_000);
    t.equal(breaker(), 'open', 'a probe that fails opens it again');
    channel.sendError = undefined;
    await clock.advance(125_000);
    t.equal(breaker(), 'half-open', 'one probe is not enough');
    t.match(node('notifying/email'), { lastError: /connection refused/ });
    await clock.advance(10_000);
    t.equal(breaker(), 'closed');
    t.equal(node('notifying/email').lastError, undefined);
    t.same(channel.sent, []);
  },
);

t.test('while a mail waits, its delivery decides and no probe', async (t) => {
  const channel = new ScriptedChannel(1);
  const { watcher, opening, start, clock, breaker } = await stage(t, { channel });
  for (const name of ['a', 'b', 'c']) await watcher(name);
  await opening();
  channel.answer = () => OUTAGE;
  await start();
  t.equal(breaker(), 'open');
  await clock.advance(300_000);
  t.not(breaker(), 'closed', 'the server answers probes, but takes no mail');
  channel.answer = () => SENT;
  await clock.advance(300_000);
  t.equal(breaker(), 'closed');
  t.equal(channel.sent.length, 3);
});

t.test('a real mail server that ends and comes back is probed, and gets no mail by that', async (t) => {
  const clock = new ManualClock();
  const { server, channel } = await serve(t, clock);
  const { port } = server;
  const { watcher, opening, start, breaker, store, ...on } = await stage(t, {
    openChannel: () => channel,
    environment: { NOTIFY_GIVE_UP_SECONDS: '30' },
  });
  for (const name of ['a', 'b', 'c']) await watcher(name);
  await opening();
  await server.close();
  await start();
  await eventually(async () => {
    await on.clock.advance(1_000);
    return breaker() === 'open' && (await store.notifications.countPending()) === 0;
  });
  const repaired = await new MailServer().listen(port);
  t.teardown(() => repaired.close());
  await eventually(async () => {
    await on.clock.advance(1_000);
    return breaker() === 'closed';
  });
  t.equal(on.node('notifying/email').lastError, undefined);
  t.same(repaired.received, []);
});
