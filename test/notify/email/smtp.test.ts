import t from 'tap';
import { systemClock } from '../../../src/runtime/index.ts';
import { smtpChannel } from '../../../src/notify/email/smtp.ts';
import { MailServer, no } from '../mail-server.ts';
import { change, notification, SETTINGS } from '../samples.ts';
import { serve, TIMEOUT_MS, yes } from './smtp-stage.ts';

const to = (recipient: string) => [notification(change('opened'), { recipient, watchId: recipient })] as const;

t.test('a mail arrives as it was composed', async (t) => {
  const { server, channel } = await serve(t);
  t.same(await channel.deliver([notification()], yes), { outcome: 'sent' });
  const [received] = server.received;
  t.equal(received?.to, 'student@example.edu');
  t.match(received?.mail.messageId, /^<[0-9a-f]{40}@example\.edu>$/);
  t.equal(received?.mail.headers.get('x-pickmyclass-change'), 'asu/2267/66445#8:opened');
});

t.test('a recipient refused with 5xx is refused for good; others get their mail', async (t) => {
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
      noAddress: false,
    },
    { outcome: 'sent' },
  ]);
  t.same(server.received.map((one) => one.to).toSorted(), ['one@example.edu', 'two@example.edu']);
});

t.test('a 5xx about the sender does not blame the recipient, in any phase', async (t) => {
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

t.test('a recipient deferred with 4xx is tried again and is no outage', async (t) => {
  const { server, channel } = await serve(t);
  server.answers.rcpt = () => no(451);
  const delivery = await channel.deliver([notification()], yes);
  t.match(delivery, { outcome: 'failed', outage: false });
  t.notMatch(delivery, { error: 'ada@example.edu' }, 'no address in what is kept');
});

t.test('a server that is closing, or accepts no mail at all, is an outage', async (t) => {
  const { server, channel } = await serve(t);
  server.answers.rcpt = () => no(421);
  t.match(await channel.deliver([notification()], yes), { outcome: 'failed', outage: true });
  server.answers = { data: () => no(452) };
  t.match(await channel.deliver([notification()], yes), { outcome: 'failed', outage: true });
});

t.test('a connection dropped in the middle of a mail is an outage; the next mail goes through', async (t) => {
  const { server, channel } = await serve(t);
  server.answers.data = () => {
    server.drop();
    return undefined;
  };
  t.match(await channel.deliver([notification()], yes), { outcome: 'failed', outage: true });
  server.answers = {};
  t.same(await channel.deliver([notification()], yes), { outcome: 'sent' });
});

t.test('a pooled connection that the server has closed costs no attempt', async (t) => {
  const { server, channel } = await serve(t);
  await channel.deliver([notification()], yes);
  server.drop();
  t.same(await channel.deliver([notification()], yes), { outcome: 'sent' });
});

t.test('the pool never runs more hand-overs at a time than it has connections', async (t) => {
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

t.test('a mail that cannot be composed does not count as an outage', async (t) => {
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

t.test('a mail outside the store is handed over, or rejects with its error', async (t) => {
  const { server, channel } = await serve(t);
  const mail = { to: 'student@example.edu', subject: 'Sign in', text: 'a link', html: '<p>a link</p>' };
  await channel.send(mail);
  t.match(server.received, [{ to: 'student@example.edu', mail: { subject: 'Sign in', text: /a link/ } }]);
  server.answers.rcpt = () => no(550);
  await t.rejects(channel.send(mail), { code: 'PMC_MAIL_REFUSED' });
  server.answers.rcpt = () => no(450);
  await t.rejects(channel.send(mail), { code: 'PMC_MAIL_FAILED' });
});

t.test('verify rejects when the server cannot be reached', async (t) => {
  const { server, channel } = await serve(t);
  await channel.verify();
  await server.close();
  await t.rejects(channel.verify(), { code: 'PMC_MAIL_FAILED' });
});
