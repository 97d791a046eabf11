/** What nobody may read: links, tokens, cookies and addresses of students, wherever operators can look. */
import mqtt from 'mqtt';
import t from 'tap';
import { AcceptedMails } from '../support/accepted-mails.ts';
import { eventually } from '../support/eventually.ts';
import { OPERATOR_TOKEN, startSystem } from '../support/running-system.ts';

const EMAIL = 'ada.lovelace@example.edu';

t.test('a sign-in leaves no link, token, cookie or address on the bus, in the log or in the metrics', async (t) => {
  const mails = await AcceptedMails.listen(t, 0);
  const system = await startSystem(t, t.testdir({}), { SMTP_URL: mails.url, LOG_LEVEL: 'trace' });
  const read: string[] = [];
  const client = await mqtt.connectAsync(system.mqttUrl, { username: 'operator', password: OPERATOR_TOKEN });
  t.teardown(() => client.endAsync(true));
  client.on('message', (topic, payload) => read.push(`${topic} ${payload.toString()}`));
  await client.subscribeAsync(['pickmyclass/actors/#', 'pickmyclass/health', 'pickmyclass/sections/#']);

  const headers = { 'content-type': 'application/json', origin: system.url };
  const asked = await fetch(`${system.url}/api/v1/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ email: EMAIL }),
  });
  const { waiting } = (await asked.json()) as { waiting: string };
  const text = await eventually(async () => mails.received.find(({ subject }) => subject?.startsWith('Sign in'))?.text);
  const [, token = ''] = /sign-in\?token=([\w-]+)/.exec(text)!;
  const signed = await fetch(`${system.url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: system.url },
    body: new URLSearchParams({ token }),
  });
  const cookie = signed.headers.getSetCookie()[0]!.split(';')[0]!;
  const me = await fetch(`${system.url}/api/v1/me`, { headers: { cookie } });
  t.match(await me.json(), { email: EMAIL });
  const { channels } = (await (await fetch(`${system.url}/api/v1/channels`, { headers: { cookie } })).json()) as {
    channels: { id: string }[];
  };
  const tested = await fetch(`${system.url}/api/v1/channels/${channels[0]!.id}/test`, {
    method: 'POST',
    headers: { ...headers, cookie },
    body: '{}',
  });
  t.ok(tested.ok, 'a test mail was sent too');
  const link = await system.operator('/api/v1/users?q=ada');
  const { users } = (await link.json()) as { users: { id: string }[] };
  await system.operator(`/api/v1/users/${users[0]!.id}/sign-in-link`, { method: 'POST' });
  await eventually(async () => (mails.received.length >= 3 ? true : undefined));

  await eventually(async () => (read.some((line) => line.includes('notifying/email')) ? true : undefined));
  const metrics = await (await fetch(`${system.url}/metrics`)).text();
  const places = {
    bus: read.join('\n'),
    log: system.log.map((line) => JSON.stringify(line)).join('\n'),
    metrics,
    audit: await (await system.operator('/api/v1/audit')).text(),
  };
  const secrets = { token, waiting, cookie: cookie.split('=')[1]!, address: EMAIL, link: 'sign-in?token' };
  t.match(places.audit, 'send-sign-in-link');
  for (const [place, lines] of Object.entries(places)) {
    t.ok(lines.length > 0, place);
    for (const [what, secret] of Object.entries(secrets))
      t.notOk(lines.includes(secret), `the ${what} is not in the ${place}`);
  }
});
