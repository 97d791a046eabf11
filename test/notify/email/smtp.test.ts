import t from 'tap';
import type { Test } from 'tap';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../src/runtime/index.ts';
import { systemClock } from '../../../src/runtime/index.ts';
import { smtpChannel } from '../../../src/notify/email/smtp.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { MailServer, no } from '../mail-server.ts';
import { change, notification, SETTINGS } from '../samples.ts';

const TIMEOUT_MS = 5_000;

async function serve(t: Test, clock: Clock = systemClock) {
  const server = await new MailServer().listen();
  const channel = smtpChannel(server.url, TIMEOUT_MS, SETTINGS, clock);
  t.teardown(async () => {
    await channel.close();
    await server.close();
  });
  return { server, channel };
}

const yes = async () => true;
const to = (recipient: string) => [notification(change('opened'), { recipient, watchId: recipient })] as const;

t.test('a mail is handed over as it was composed', async (t) => {
  const { server, channel } = await serve(t);
  t.same(await channel.deliver([notification()], yes), { outcome: 'sent' });
  const [received] = server.received;
  t.equal(received?.to, 'student@example.edu');
  t.match(received?.mail.messageId, /^<[0-9a-f]{40}@example\.edu>$/);
  t.equal(received?.mail.headers.get('x-pickmyclass-change'), 'asu/2267/66445#8:opened');
});

t.test('a recipient refused with 5xx is refused for good, while others get their mail', async (t) => {
  const { server, channel } = await serve(t);
  server.answers.rcpt = (address) => (address.startsWith('gone') ? no(550) : undefined);
  const results = await Promise.all(
    ['one@example.edu', 'gone@example.edu', 'two@example.edu'].map((address) => channel.deliver(to(address), yes)),
  );
  t.same(results, [
    { outcome: 'sent' },
    {
      outcome: 'refused',
      error: 'PMC_MAIL_REFUSED: the mail server refused a recipient for good (550)',
      text: '550 not now, @',
    },
    { outcome: 'sent' },
  ]);
  t.same(server.received.map((one) => one.to).toSorted(), ['one@example.edu', 'two@example.edu']);
});

t.test("a 5xx that speaks of the sender is no recipient's fault, wherever it comes", async (t) => {
  const { server, channel } = await serve(t);
  for (const answers of [
    { data: () => no(550, '5.4.5 Daily user sending limit exceeded') },
    { data: () => no(554) },
    { rcpt: () => no(550, '5.7.1 Relay access denied') },
  ]) {
    server.answers = answers;
    t.match(await channel.deliver([notification()], yes), {
      outcome: 'blocked',
      error: /^PMC_MAIL_BLOCKED: .*(Daily user|not now|Relay access)/,
    });
  }
  server.answers = { data: () => no(550, '5.1.1 user unknown') };
  t.match(await channel.deliver([notification()], yes), { outcome: 'refused' });
});

t.test('a recipient put off with 4xx is tried again, and is no outage', async (t) => {
  const { server, channel } = await serve(t);
  server.answers.rcpt = () => no(451);
  const delivery = await channel.deliver([notification()], yes);
  t.match(delivery, { outcome: 'failed', outage: false });
  t.notMatch(delivery, { error: 'ada@example.edu' }, 'no address in what is kept');
});

t.test('a server that is closing, or that takes no mail at all, is an outage', async (t) => {
  const { server, channel } = await serve(t);
  server.answers.rcpt = () => no(421);
  t.match(await channel.deliver([notification()], yes), { outcome: 'failed', outage: true });
  server.answers = { data: () => no(452) };
  t.match(await channel.deliver([notification()], yes), { outcome: 'failed', outage: true });
});

t.test(
  'a connection that is dropped with the mail half accepted is an outage, and the next mail goes through',
  async (t) => {
    const { server, channel } = await serve(t);
    server.answers.data = () => {
      server.drop();
      return undefined;
    };
    t.match(await channel.deliver([notification()], yes), { outcome: 'failed', outage: true });
    server.answers = {};
    t.same(await channel.deliver([notification()], yes), { outcome: 'sent' });
  },
);

t.test('a kept connection that the server has closed meanwhile costs no attempt', async (t) => {
  const { server, channel } = await serve(t);
  await channel.deliver([notification()], yes);
  server.drop();
  t.same(await channel.deliver([notification()], yes), { outcome: 'sent' });
});

t.test('a mail is withdrawn up to the last moment, and the server keeps nothing of it', async (t) => {
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

t.test('no more hand-overs run at a time than the pool has connections', async (t) => {
  const { server, channel } = await serve(t);
  let most = 0;
  server.answers.data = async () => {
    most = Math.max(most, server.connections);
    return undefined;
  };
  await Promise.all(Array.from({ length: 40 }, (_, n) => channel.deliver(to(`student${n}@example.edu`), yes)));
  t.equal(server.received.length, 40);
  t.equal(most, channel.concurrency);
});

t.test('a server that never answers is given up after the timeout', async (t) => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const channel = smtpChannel(`smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`, 100, SETTINGS, systemClock);
  t.teardown(async () => {
    await channel.close();
    silent.close();
  });
  t.match(await channel.deliver([notification()], yes), { outcome: 'failed', outage: true });
});

/** The server hears of a mail and thinks about its answer until it is let go. */
function thinking(server: MailServer, where: 'rcpt' | 'data') {
  let letGo = () => {};
  const asked = new Promise<void>((resolve) => {
    server.answers[where] = () => {
      resolve();
      return new Promise((answer) => {
        letGo = () => answer(undefined);
      });
    };
  });
  return { asked, letGo: () => letGo() };
}

t.test('a server that is slow after the final dot has ten minutes, and gets the mail once', async (t) => {
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

t.test('a server that does not answer the final dot at all is given up after ten minutes', async (t) => {
  const clock = new ManualClock();
  const { server, channel } = await serve(t, clock);
  const { asked, letGo } = thinking(server, 'data');
  const delivery = channel.deliver([notification()], yes);
  await asked;
  await clock.advance(600_000);
  t.match(await delivery, { outcome: 'failed', outage: true, error: /has the mail and gave no answer for 600000 ms/ });
  letGo();
});

t.test('up to the final dot a server has the usual time', async (t) => {
  const clock = new ManualClock();
  const { server, channel } = await serve(t, clock);
  const { asked, letGo } = thinking(server, 'rcpt');
  const delivery = channel.deliver([notification()], yes);
  await asked;
  await clock.advance(TIMEOUT_MS);
  t.match(await delivery, { outcome: 'failed', outage: true, error: /took longer than 5000 ms/ });
  letGo();
});

t.test(
  'whether a mail may be handed over is asked when all else is done, and nothing of it is given away before',
  async (t) => {
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
  },
);

t.test('closing gives up what is under way', async (t) => {
  const { server, channel } = await serve(t);
  const { asked, letGo } = thinking(server, 'data');
  const delivery = channel.deliver([notification()], yes);
  await asked;
  await channel.close();
  t.match(await delivery, { outcome: 'failed', error: /the channel was closed/ });
  letGo();
});

t.test('a mail that cannot be composed is no outage of the server', async (t) => {
  const server = await new MailServer().listen();
  const channel = smtpChannel(
    server.url,
    TIMEOUT_MS,
    {
      ...SETTINGS,
      publicUrl: () => {
        throw new Error('no URL yet');
      },
    },
    systemClock,
  );
  t.teardown(async () => {
    await channel.close();
    await server.close();
  });
  t.match(await channel.deliver([notification()], yes), { outcome: 'failed', outage: false });
});

t.test('a mail outside the store is handed over, or rejects with what to do', async (t) => {
  const { server, channel } = await serve(t);
  const mail = { to: 'student@example.edu', subject: 'Sign in', text: 'a link', html: '<p>a link</p>' };
  await channel.send(mail);
  t.match(server.received, [{ to: 'student@example.edu', mail: { subject: 'Sign in', text: /a link/ } }]);
  server.answers.rcpt = () => no(550);
  await t.rejects(channel.send(mail), { code: 'PMC_MAIL_REFUSED' });
  server.answers.rcpt = () => no(450);
  await t.rejects(channel.send(mail), { code: 'PMC_MAIL_FAILED' });
});

t.test('verify tells whether the server can be reached', async (t) => {
  const { server, channel } = await serve(t);
  await channel.verify();
  await server.close();
  await t.rejects(channel.verify(), { code: 'PMC_MAIL_FAILED' });
});
