/** When a mail may be withdrawn, and how long the server may take. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import t from 'tap';
import { systemClock } from '../../../src/runtime/index.ts';
import { smtpChannel } from '../../../src/notify/email/smtp.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { notification, SETTINGS } from '../samples.ts';
import { serve, thinking, TIMEOUT_MS, yes } from './smtp-stage.ts';

t.test('a mail can be withdrawn up to the last moment, and the server keeps nothing of it', async (t) => {
  const { server, channel } = await serve(t);
  let late = false;
  server.answers.rcpt = () => {
    late = true;
    return undefined;
  };
  t.same(await channel.deliver([notification()], async () => !late), { outcome: 'withdrawn' });
  t.same(server.received, []);
  t.same(await channel.deliver([notification()], yes), { outcome: 'sent' });
  t.equal(server.received.length, 1);
});

t.test('mayHandOver is called after all other preparation, and nothing is sent before its answer', async (t) => {
  const { server, channel } = await serve(t);
  let answer: (may: boolean) => void = () => {};
  const asked = new Promise<void>((resolve) => {
    server.answers.rcpt = () => {
      resolve();
      return undefined;
    };
  });
  const delivery = channel.deliver(
    [notification()],
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  await asked;
  while (answer.length === 0) await setImmediate();
  answer(false);
  t.same(await delivery, { outcome: 'withdrawn' });
  t.same(server.received, []);
});

t.test('after the timeout the channel gives up on a server that never answers', async (t) => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const channel = smtpChannel(`smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`, 100, SETTINGS, systemClock);
  t.teardown(async () => {
    await channel.close();
    silent.close();
  });
  t.match(await channel.deliver([notification()], yes), { outcome: 'failed', outage: true });
});

t.test('before the final dot the server has the usual timeout', async (t) => {
  const clock = new ManualClock();
  const { server, channel } = await serve(t, clock);
  const { asked, letGo } = thinking(server, 'rcpt');
  const delivery = channel.deliver([notification()], yes);
  await asked;
  await clock.advance(TIMEOUT_MS);
  t.match(await delivery, { outcome: 'failed', outage: true, error: /took longer than 5000 ms/ });
  letGo();
});

t.test('after the final dot a slow server has ten minutes, and gets the mail once', async (t) => {
  const clock = new ManualClock();
  const { server, channel } = await serve(t, clock);
  const { asked, letGo } = thinking(server, 'data');
  const delivery = channel.deliver([notification()], yes);
  await asked;
  await clock.advance(599_999);
  letGo();
  t.same(await delivery, { outcome: 'sent' });
  t.equal(server.received.length, 1);
  t.equal(clock.waiting, 0);
});

t.test('after ten minutes the channel gives up on a server that does not answer the final dot', async (t) => {
  const clock = new ManualClock();
  const { server, channel } = await serve(t, clock);
  const { asked, letGo } = thinking(server, 'data');
  const delivery = channel.deliver([notification()], yes);
  await asked;
  await clock.advance(600_000);
  t.match(await delivery, { outcome: 'failed', outage: true, error: /has the mail and gave no answer for 600000 ms/ });
  letGo();
});

t.test('closing the channel aborts the mails under way', async (t) => {
  const { server, channel } = await serve(t);
  const { asked, letGo } = thinking(server, 'data');
  const delivery = channel.deliver([notification()], yes);
  await asked;
  await channel.close();
  t.match(await delivery, { outcome: 'failed', error: /the channel was closed/ });
  letGo();
});
