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

t.test('the link uses PUBLIC_URL', async (t) => {
  const { ask, neighbours, clock } = await stage(t, { environment: { PUBLIC_URL: 'https://seats.example.edu' } });
  await ask('POST', SESSION, { body: { email: 'ada@example.edu' } });
  await clock.advance(0);
  t.match(neighbours.mails[0]!.text, 'https://seats.example.edu/sign-in?token=');
  t.match(neighbours.mails[0]!.html, 'href="https://seats.example.edu/sign-in?token=');
});

t.test('a mail that cannot be sent does not change the answer', async (t) => {
  const { ask, neighbours, clock, log } = await stage(t);
  neighbours.mailReply = { outcome: 'failed', code: 'PMC_MAIL_FAILED', message: 'no server' };
  t.equal((await ask('POST', SESSION, { body: { email: 'ada@example.edu' } })).status, 202);
  await clock.advance(0);
  t.ok(log.lines.some(({ event }) => event === 'sign-in mail failed'));
  t.notMatch(JSON.stringify(log.lines), 'ada@example.edu');
});

t.test('an invalid address is 422 and names the field', async (t) => {
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

t.test('opening the link does not sign in, however often; only its form does, and only once', async (t) => {
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

t.test('a link is valid for 15 minutes', async (t) => {
  const { ask, neighbours, clock } = await stage(t);
  await ask('POST', SESSION, { body: { email: 'ada@example.edu' } });
  const token = await linkToken(neighbours, clock);
  await clock.advance(15 * 60_000);
  t.equal((await ask('GET', `/sign-in?token=${token}`)).status, 422);
  t.equal((await ask('POST', '/sign-in', { body: `token=${token}`, headers: form })).status, 422);
});

t.test('an invalid link shows a page to a person and the error to a program', async (t) => {
  const { ask } = await stage(t);
  const shown = await ask('GET', '/sign-in?token=<script>', { headers: { accept: 'text/html,application/xhtml+xml' } });
  t.equal(shown.status, 422);
  t.match(shown.headers.get('content-type'), 'text/html');
  t.notMatch(shown.text, '<script>');
  t.match(await ask('GET', '/sign-in'), { status: 422, body: { code: 'PMC_TOKEN_INVALID' } });
  t.match(await ask('POST', '/sign-in'), { status: 422, body: { code: 'PMC_TOKEN_INVALID' } });
});

t.test('a page of another site cannot sign a visitor in', async (t) => {
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

t.test("the session says whether an address is an operator's", async (t) => {
  const { ask, signIn } = await stage(t);
  t.match((await ask('GET', SESSION, { cookie: await signIn(OPERATOR.toUpperCase()) })).body, {
    email: OPERATOR,
    operator: true,
  });
});

t.test('signing out ends the session, and is no error without a session', async (t) => {
  const { ask, signIn } = await stage(t);
  const cookie = await signIn();
  const { status, headers } = await ask('DELETE', SESSION, { cookie });
  t.equal(status, 204);
  t.match(headers.get('set-cookie'), /Expires=Thu, 01 Jan 1970/);
  t.match(await ask('GET', SESSION, { cookie }), { status: 401, body: { code: 'PMC_NOT_SIGNED_IN' } });
  t.equal((await ask('DELETE', SESSION)).status, 204);
});

t.test('without a cookie, or with an invented one, nobody is signed in', async (t) => {
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
