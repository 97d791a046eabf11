import t from 'tap';
import { linkToken } from '../neighbours.ts';
import { OPERATOR, stage } from '../stage.ts';

const SESSION = '/api/v1/session';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

t.test('every well-formed address gets the same 202, and a link by mail', async (t) => {
  const { ask, neighbours, signIn, clock, url } = await stage(t);
  await signIn('known@example.edu');
  const known = await ask('POST', SESSION, { body: { email: 'known@example.edu' } });
  const unknown = await ask('POST', SESSION, { body: { email: 'Unknown+tag@sub.example.edu' } });
  t.equal(known.status, 202);
  t.equal(unknown.status, 202);
  t.equal(known.text, unknown.text);
  await clock.advance(0);
  t.same(
    neighbours.mails.map(({ to }) => to),
    ['known@example.edu', 'known@example.edu', 'unknown+tag@sub.example.edu'],
  );
  t.match(neighbours.mails[0]!.text, new RegExp(`${url()}/sign-in\\?token=[\\w-]{32}\\n`));
});

t.test('the link leads where PUBLIC_URL says', async (t) => {
  const { ask, neighbours, clock } = await stage(t, { environment: { PUBLIC_URL: 'https://seats.example.edu' } });
  await ask('POST', SESSION, { body: { email: 'ada@example.edu' } });
  await clock.advance(0);
  t.match(neighbours.mails[0]!.text, 'https://seats.example.edu/sign-in?token=');
  t.match(neighbours.mails[0]!.html, 'href="https://seats.example.edu/sign-in?token=');
});

t.test('a mail that cannot be sent changes nothing in the answer', async (t) => {
  const { ask, neighbours, clock, log } = await stage(t);
  neighbours.mailReply = { outcome: 'failed', code: 'PMC_MAIL_FAILED', message: 'no server' };
  t.equal((await ask('POST', SESSION, { body: { email: 'ada@example.edu' } })).status, 202);
  await clock.advance(0);
  t.ok(log.lines.some(({ event }) => event === 'sign-in mail failed'));
  t.notMatch(JSON.stringify(log.lines), 'ada@example.edu');
});

t.test('an address that is none is 422 with the field named', async (t) => {
  const { ask, neighbours } = await stage(t);
  const bad = [
    '',
    'ada',
    'ada@',
    '@example.edu',
    'ada@example..edu',
    'a da@example.edu',
    'ada@example.edu\r\nBcc: eve@example.edu',
    'ada@example.edu,eve@example.edu',
    '<ada@example.edu>',
    `${'a'.repeat(250)}@example.edu`,
    5,
    null,
    ['ada@example.edu'],
  ];
  for (const email of bad)
    t.match(
      await ask('POST', SESSION, { body: { email } }),
      { status: 422, body: { code: 'PMC_BODY_INVALID', message: /^email: / } },
      String(email),
    );
  t.match(await ask('POST', SESSION, { body: {} }), { status: 422, body: { message: /^email: / } });
  t.match(await ask('POST', SESSION, { body: { email: 'ada@example.edu', admin: true } }), {
    status: 422,
    body: { message: /^admin: / },
  });
  t.same(neighbours.mails, []);
});

t.test('the sixth link for one address within 15 minutes is refused, however the address is written', async (t) => {
  const { ask } = await stage(t);
  for (const email of ['ada@example.edu', 'ADA@example.edu', 'Ada@Example.edu', 'ada@example.edu', 'ada@example.EDU'])
    t.equal((await ask('POST', SESSION, { body: { email } })).status, 202);
  const { status, headers, body } = await ask('POST', SESSION, { body: { email: 'ada@example.edu' } });
  t.equal(status, 429);
  t.equal(body.code, 'PMC_TOO_MANY_REQUESTS');
  t.ok(Number(headers.get('retry-after')) > 800 && Number(headers.get('retry-after')) <= 900);
  t.equal(
    (await ask('POST', SESSION, { body: { email: 'ben@example.edu' } })).status,
    202,
    'another address is not concerned',
  );
});

t.test('one client gets 200 links within 15 minutes, whoever it says it is', async (t) => {
  const { ask } = await stage(t);
  for (let number = 0; number < 200; number += 1) {
    const { status } = await ask('POST', SESSION, {
      body: { email: `student${number}@example.edu` },
      headers: { 'x-forwarded-for': `192.0.2.${number}` },
    });
    if (status !== 202) t.fail(`refused at ${number}`);
  }
  t.match(await ask('POST', SESSION, { body: { email: 'last@example.edu' } }), {
    status: 429,
    body: { code: 'PMC_TOO_MANY_REQUESTS' },
  });
});

t.test('behind a configured proxy each of its clients is one, and a /64 is one client', async (t) => {
  const { ask } = await stage(t, { environment: { TRUST_PROXY: 'loopback' } });
  const from = (client: string, number: number) =>
    ask('POST', SESSION, { body: { email: `student${number}@example.edu` }, headers: { 'x-forwarded-for': client } });
  for (let number = 0; number < 200; number += 1) await from(`2001:db8::${number.toString(16)}`, number);
  t.equal((await from('2001:db8::ffff', 200)).status, 429);
  t.equal((await from('2001:db8:0:1::1', 200)).status, 202);
  t.equal((await from('192.0.2.2', 201)).status, 202);
});

t.test('PUBLIC_URL alone lets nobody say who the client is', async (t) => {
  const { ask } = await stage(t, { environment: { PUBLIC_URL: 'https://seats.example.edu' } });
  const from = (number: number) =>
    ask('POST', SESSION, {
      body: { email: `student${number}@example.edu` },
      headers: { 'x-forwarded-for': `192.0.2.${number}` },
    });
  for (let number = 0; number < 200; number += 1) await from(number);
  t.equal((await from(200)).status, 429);
});

t.test('strangers who fill the table of limits do not set a mailbox free', async (t) => {
  const { ask, neighbours, clock } = await stage(t, { environment: { TRUST_PROXY: 'loopback' } });
  const from = (client: string, email: string) =>
    ask('POST', SESSION, { body: { email }, headers: { 'x-forwarded-for': client } });
  for (const email of [
    'ada@example.edu',
    'ada+1@example.edu',
    'a.da@example.edu',
    'ADA+2@example.edu',
    'ada+3@example.edu',
  ])
    t.equal((await from('192.0.2.1', email)).status, 202);
  // One address more than any table of the library held.
  await Promise.all(
    Array.from({ length: 26 }, async (_, network) => {
      for (let filler = 0; filler < 200; filler += 1)
        await from(
          `2001:db8:0:${network.toString(16)}::${filler.toString(16)}`,
          `filler${network}-${filler}@example.com`,
        );
    }),
  );
  t.equal((await from('192.0.2.1', 'ada+4@example.edu')).status, 429);
  await clock.advance(0);
  t.equal(neighbours.mails.filter(({ to }) => to.endsWith('@example.edu')).length, 5);
});

t.test('opening the link signs nobody in, however often; only its form does, once', async (t) => {
  const { ask, neighbours, clock } = await stage(t);
  await ask('POST', SESSION, { body: { email: 'ada@example.edu' } });
  const token = await linkToken(neighbours, clock);
  for (let times = 0; times < 3; times += 1) {
    const opened = await ask('GET', `/sign-in?token=${token}`);
    t.equal(opened.status, 200);
    t.match(opened.headers.get('content-type'), 'text/html');
    t.match(opened.text, /<form method="post" action="\/sign-in"/);
    t.match(opened.text, 'ada@example.edu');
    t.equal(opened.headers.get('set-cookie'), null);
    t.equal(opened.headers.get('cache-control'), 'no-store');
  }
  await ask('HEAD', `/sign-in?token=${token}`);
  const posted = await ask('POST', '/sign-in', { body: `token=${token}`, headers: form });
  t.equal(posted.status, 303);
  t.equal(posted.headers.get('location'), '/');
  const cookie = posted.headers.get('set-cookie')!;
  t.match(cookie, /; HttpOnly/);
  t.match(cookie, /; SameSite=Lax/);
  t.notMatch(cookie, /Secure/);
  t.match(await ask('GET', SESSION, { cookie: cookie.split(';')[0]! }), {
    status: 200,
    body: { email: 'ada@example.edu', operator: false },
  });

  t.match(await ask('POST', '/sign-in', { body: `token=${token}`, headers: form }), {
    status: 422,
    body: { code: 'PMC_TOKEN_INVALID' },
  });
  t.match(await ask('GET', `/sign-in?token=${token}`), { status: 422, body: { code: 'PMC_TOKEN_INVALID' } });
});

t.test('a link is good for 15 minutes', async (t) => {
  const { ask, neighbours, clock } = await stage(t);
  await ask('POST', SESSION, { body: { email: 'ada@example.edu' } });
  const token = await linkToken(neighbours, clock);
  await clock.advance(15 * 60_000);
  t.equal((await ask('GET', `/sign-in?token=${token}`)).status, 422);
  t.equal((await ask('POST', '/sign-in', { body: `token=${token}`, headers: form })).status, 422);
});

t.test('a link that is wrong shows a person a page and a program the error', async (t) => {
  const { ask } = await stage(t);
  const shown = await ask('GET', '/sign-in?token=<script>', { headers: { accept: 'text/html,application/xhtml+xml' } });
  t.equal(shown.status, 422);
  t.match(shown.headers.get('content-type'), 'text/html');
  t.notMatch(shown.text, '<script>');
  t.match(await ask('GET', '/sign-in'), { status: 422, body: { code: 'PMC_TOKEN_INVALID' } });
  t.match(await ask('POST', '/sign-in'), { status: 422, body: { code: 'PMC_TOKEN_INVALID' } });
});

t.test('a foreign page cannot sign a visitor in', async (t) => {
  const { ask, neighbours, clock, url } = await stage(t);
  await ask('POST', SESSION, { body: { email: 'eve@example.edu' } });
  const body = `token=${await linkToken(neighbours, clock)}`;
  t.match(await ask('POST', '/sign-in', { body, headers: { ...form, origin: 'https://evil.example' } }), {
    status: 403,
    body: { code: 'PMC_ORIGIN_FOREIGN' },
  });
  t.equal((await ask('POST', '/sign-in', { body, headers: { ...form, origin: url() } })).status, 303);
});

t.test('behind https the cookie is Secure', async (t) => {
  const { ask, neighbours, clock } = await stage(t, { environment: { PUBLIC_URL: 'https://seats.example.edu' } });
  await ask('POST', SESSION, { body: { email: 'ada@example.edu' } });
  const { headers } = await ask('POST', '/sign-in', {
    body: `token=${await linkToken(neighbours, clock)}`,
    headers: { ...form, origin: 'https://seats.example.edu' },
  });
  t.match(headers.get('set-cookie'), /; Secure/);
});

t.test('who is an operator by address is told so', async (t) => {
  const { ask, signIn } = await stage(t);
  t.match((await ask('GET', SESSION, { cookie: await signIn(OPERATOR.toUpperCase()) })).body, {
    email: OPERATOR,
    operator: true,
  });
});

t.test('signing out ends the session, and is no error without one', async (t) => {
  const { ask, signIn } = await stage(t);
  const cookie = await signIn();
  const { status, headers } = await ask('DELETE', SESSION, { cookie });
  t.equal(status, 204);
  t.match(headers.get('set-cookie'), /Expires=Thu, 01 Jan 1970/);
  t.match(await ask('GET', SESSION, { cookie }), { status: 401, body: { code: 'PMC_NOT_SIGNED_IN' } });
  t.equal((await ask('DELETE', SESSION)).status, 204);
});

t.test('nobody is signed in without a cookie, or with a made-up one', async (t) => {
  const { ask } = await stage(t);
  t.equal((await ask('GET', SESSION)).status, 401);
  t.equal((await ask('GET', SESSION, { cookie: 'pickmyclass_session=made-up' })).status, 401);
});

t.test('a session ends after 30 days', async (t) => {
  const { ask, signIn, passes } = await stage(t);
  const cookie = await signIn();
  passes(29 * 86_400_000);
  t.equal((await ask('GET', SESSION, { cookie })).status, 200);
  passes(86_400_000);
  t.equal((await ask('GET', SESSION, { cookie })).status, 401);
});
