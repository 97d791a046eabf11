import t from 'tap';
import { eventually } from '../../support/eventually.ts';
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
  for (const { body } of [known, unknown]) t.match(body['waiting'], /^[\w-]{32}$/);
  const same = ({ body: { waiting, ...body } }: typeof known) => ({ ...body, waiting: typeof waiting });
  t.same(same(known), same(unknown));
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

t.test('when no mail can be sent, every address gets the same 503', async (t) => {
  const { ask, neighbours, signIn, log } = await stage(t);
  await signIn('known@example.edu');
  neighbours.mailReply = { outcome: 'failed', code: 'PMC_MAIL_FAILED', message: 'no server' };
  const known = await ask('POST', SESSION, { body: { email: 'known@example.edu' } });
  const unknown = await ask('POST', SESSION, { body: { email: 'unknown@example.edu' } });
  t.match(known, { status: 503, body: { code: 'PMC_SIGN_IN_MAIL_FAILED' } });
  t.ok(known.headers.has('retry-after'));
  t.same(unknown.body, known.body);
  t.ok(log.lines.some(({ event }) => event === 'sign-in mail failed'));
  t.notMatch(JSON.stringify(log.lines), 'known@example.edu');
});

t.test('a mail server that does not answer is no mail server', async (t) => {
  const { ask, neighbours, clock } = await stage(t);
  neighbours.mailReply = undefined;
  const asked = ask('POST', SESSION, { body: { email: 'ada@example.edu' } });
  await eventually(() => neighbours.mails.length === 1);
  await clock.advance(12_000);
  t.match(await asked, { status: 503, body: { code: 'PMC_SIGN_IN_MAIL_FAILED' } });
});

t.test('a refused recipient does not change the answer: it does not tell which mailboxes exist', async (t) => {
  const { ask, neighbours } = await stage(t);
  neighbours.mailReply = { outcome: 'failed', code: 'PMC_MAIL_REFUSED', message: 'no such mailbox' };
  t.match(await ask('POST', SESSION, { body: { email: 'nobody@example.edu' } }), {
    status: 202,
    body: { message: /on its way/, waiting: String },
  });
});

t.test('the page that asked learns whether the link was used, by a secret that signs nobody in', async (t) => {
  const { ask, neighbours, clock, passes } = await stage(t);
  const secretOf = async () =>
    String((await ask('POST', SESSION, { body: { email: 'ada@example.edu' } })).body['waiting']);
  const [first, second] = [await secretOf(), await secretOf()];
  const stateOf = async (secret: string) => (await ask('GET', `${SESSION}/waiting?secret=${secret}`)).body['state'];
  t.equal(await stateOf(second), 'waiting');
  const token = await linkToken(neighbours, clock);
  await ask('GET', `/sign-in?token=${token}`);
  t.equal(await stateOf(second), 'waiting');
  await ask('POST', '/sign-in', { body: `token=${token}`, headers: form });
  const told = await ask('GET', `${SESSION}/waiting?secret=${second}`);
  t.same(told.body, { state: 'used' });
  t.equal(told.headers.get('set-cookie'), null);
  t.equal(told.headers.get('cache-control'), 'no-store');
  t.equal(await stateOf(first), 'waiting', 'each link has its own secret');
  t.equal(await stateOf(token), 'expired', 'the link is no such secret');
  passes(15 * 60_000);
  t.equal(await stateOf(first), 'expired');
  t.equal(await stateOf('made-up'), 'expired');
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
