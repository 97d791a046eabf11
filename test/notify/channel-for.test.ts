import t from 'tap';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../src/config/config.ts';
import { systemClock } from '../../src/runtime/index.ts';
import { channelFor } from '../../src/notify/channel-for.ts';
import { MailServer } from './mail-server.ts';
import { notification, SETTINGS } from './samples.ts';

type MailConfig = Parameters<typeof channelFor>[0];
const checking = { timeoutMs: 2_000 } as Config['checking'];

t.test('mail goes to files when no server is configured', async (t) => {
  const config: MailConfig = {
    mail: { smtpUrl: null, from: SETTINGS.from, resendApiKey: null, webhookSecret: null },
    checking,
    dataDir: t.testdir({}),
  };
  const channel = channelFor(config, SETTINGS, systemClock);
  t.teardown(() => channel.close());
  await channel.deliver([notification()], async () => true);
  t.equal((await readdir(join(config.dataDir, 'mail'))).length, 1);
});

t.test('an SMTP server takes precedence over Resend, and uses the configured sender', async (t) => {
  const server = await new MailServer().listen();
  const config: MailConfig = {
    mail: { smtpUrl: server.url, from: 'Seats <seats@example.org>', resendApiKey: 're_made_up', webhookSecret: null },
    checking,
    dataDir: t.testdir({}),
  };
  const channel = channelFor(config, SETTINGS, systemClock);
  t.teardown(async () => {
    await channel.close();
    await server.close();
  });
  t.same(await channel.deliver([notification()], async () => true), { outcome: 'sent' });
  t.match(server.received, [
    { mail: { from: { value: [{ address: 'seats@example.org' }] }, messageId: /@example\.org>$/ } },
  ]);
  t.same(await readdir(config.dataDir), []);
});
