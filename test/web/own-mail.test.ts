import { resolve } from 'node:path';
import t from 'tap';
import { ownMailDirectory } from '../../src/web/own-mail.ts';
import { configOf } from '../support/config-of.ts';
import { stage } from './stage.ts';

const here = { headers: { host: '127.0.0.1:3000' } };

t.test('the person who tries the program is told where the mail is', async (t) => {
  for (const host of ['127.0.0.1:3000', 'localhost:3000', '[::1]:3000', 'localhost'])
    t.equal(ownMailDirectory(configOf(), true, { headers: { host } }), resolve('data/mail'), host);
});

t.test('nobody is told once anything is configured, because then the links are for others', async (t) => {
  for (const environment of [
    { SMTP_URL: 'smtp://127.0.0.1:25' },
    { RESEND_API_KEY: 're_123' },
    { PUBLIC_URL: 'https://seats.example.edu' },
    { OPERATOR_EMAILS: 'op@example.edu' },
    { VIEWER_EMAILS: 'view@example.edu' },
    { TRUST_PROXY: 'loopback' },
    { HOST: '0.0.0.0' },
  ])
    t.equal(ownMailDirectory(configOf(environment), true, here), null, JSON.stringify(environment));
  t.equal(ownMailDirectory(configOf(), false, here), null, 'the sections are real');
});

t.test('a request that came by another name or through a proxy is not told', async (t) => {
  for (const headers of [
    {},
    { host: 'evil.example:3000' },
    { host: '127.0.0.1.evil.example' },
    { host: '10.0.0.1:3000' },
    { host: 'localhost:3000', 'x-forwarded-for': '192.0.2.1' },
    { host: 'localhost:3000', forwarded: 'for=192.0.2.1' },
    { host: 'localhost:3000', via: '1.1 proxy' },
  ])
    t.equal(ownMailDirectory(configOf(), true, { headers }), null, JSON.stringify(headers));
});

t.test('the answer and the terminal have the link, only there', async (t) => {
  const body = { email: 'ada@example.edu' };
  const own = await stage(t, { environment: { OPERATOR_EMAILS: '', VIEWER_EMAILS: '' } });
  const answer = await own.ask('POST', '/api/v1/session', { body });
  const { link } = answer.body['mail'] as { link: string };
  t.match(link, /^http:\/\/127\.0\.0\.1:\d+\/sign-in\?token=[\w-]{32}$/);
  t.match(own.log.lines.at(-1), { event: /the sign-in mail is a file/, fields: { link } });
  t.equal((await own.ask('GET', link)).status, 200);
  const other = await stage(t);
  const { body: plain } = await other.ask('POST', '/api/v1/session', { body });
  t.same(Object.keys(plain), ['message', 'waiting']);
  t.notMatch(JSON.stringify(other.log.lines), /token/);
});
