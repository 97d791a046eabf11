import t from 'tap';
import { CSE310, MAT210 } from '../../contract/store/harness.ts';
import { linkToken } from '../neighbours.ts';
import { stage } from '../stage.ts';

const SESSION = '/api/v1/session';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

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

t.test('the mail and the page name the wishes, and the button starts them on any device', async (t) => {
  const { ask, see, neighbours, clock } = await stage(t);
  await see(CSE310);
  await see(MAT210);
  const watches = [{ section: CSE310, kinds: ['opened', 'cancelled'] }, { section: MAT210 }];
  t.equal((await ask('POST', SESSION, { body: { email: 'ada@example.edu', watches } })).status, 202);
  const token = await linkToken(neighbours, clock);
  t.match(neighbours.mails[0]!.subject, 'CSE 310 · 66445 and one more');
  const page = (await ask('GET', `/sign-in?token=${token}`)).text;
  for (const named of ['CSE 310 · 66445', 'MAT 210 · ', 'Start 2 watches']) t.match(page, named);
  t.equal(page.match(/<button/g)?.length, 1);
  const posted = await ask('POST', '/sign-in', { body: `token=${token}`, headers: form });
  t.equal(posted.status, 303);
  const cookie = posted.headers.get('set-cookie')!.split(';')[0]!;
  const { body } = await ask('GET', '/api/v1/watches', { cookie });
  const kindsOf = Object.fromEntries(body.watches.map(({ section, kinds }) => [section, kinds]));
  t.same(kindsOf, { [CSE310]: ['opened', 'cancelled'], [MAT210]: ['opened'] });
});

t.test('a wish that cannot start is told with its reason, and the others start', async (t) => {
  const { ask, see, neighbours, clock } = await stage(t);
  await see(CSE310);
  const watches = [{ section: CSE310 }, { section: 'asu/2267/99999' }];
  await ask('POST', SESSION, { body: { email: 'ada@example.edu', watches } });
  const token = await linkToken(neighbours, clock);
  t.match((await ask('GET', `/sign-in?token=${token}`)).text, 'class 99999');
  const posted = await ask('POST', '/sign-in', { body: `token=${token}`, headers: form });
  t.equal(posted.status, 200);
  t.match(posted.text, /1 of 2/);
  t.match(posted.text, 'class 99999: The university lists no such class in this term.');
  const cookie = posted.headers.get('set-cookie')!.split(';')[0]!;
  t.match((await ask('GET', '/api/v1/watches', { cookie })).body.watches, [{ section: CSE310 }]);
});

t.test('a section that is watched already is no failure', async (t) => {
  const { ask, see, signIn, neighbours, clock } = await stage(t);
  await see(CSE310);
  const cookie = await signIn();
  await ask('POST', '/api/v1/watches', { cookie, body: { section: CSE310 } });
  await ask('POST', SESSION, { body: { email: 'ada@example.edu', watches: [{ section: CSE310 }] } });
  const body = `token=${await linkToken(neighbours, clock)}`;
  t.equal((await ask('POST', '/sign-in', { body, headers: form })).status, 303);
  t.equal((await ask('GET', '/api/v1/watches', { cookie })).body.watches.length, 1);
});

t.test('a wish that is no watch is 422, and names the field', async (t) => {
  const { ask, neighbours } = await stage(t);
  const asked = (watches: unknown) => ask('POST', SESSION, { body: { email: 'ada@example.edu', watches } });
  for (const [watches, field] of [
    [[{ section: 'CSE 310' }], 'watches.0.section'],
    [[{ section: CSE310 }, { section: 'mit/2267/1' }], 'watches.1.section'],
    [[{ section: CSE310, kinds: [] }], 'watches.0.kinds'],
    [[{ section: CSE310, userId: 'ada' }], 'watches.0.userId'],
    [[{ section: CSE310 }, { section: CSE310 }, { section: CSE310 }, { section: CSE310 }], 'watches'],
    ['all', 'watches'],
  ] as const)
    t.match(await asked(watches), { status: 422, body: { message: new RegExp(`^${field}: `) } }, field);
  t.same(neighbours.mails, []);
});

t.test('a new account takes over language and time zone of the page; an unknown zone is ignored', async (t) => {
  const { ask, neighbours, clock } = await stage(t);
  const preferencesOf = async (email: string, timeZone: string) => {
    await ask('POST', SESSION, { body: { email, language: 'es', timeZone } });
    const body = `token=${await linkToken(neighbours, clock)}`;
    const { headers } = await ask('POST', '/sign-in', { body, headers: form });
    return (await ask('GET', '/api/v1/me', { cookie: headers.get('set-cookie')!.split(';')[0]! })).body;
  };
  t.match(await preferencesOf('ada@example.edu', 'America/Phoenix'), { language: 'es', timeZone: 'America/Phoenix' });
  t.match(await preferencesOf('ben@example.edu', 'Mars/Olympus'), { language: 'es', timeZone: 'UTC' });
});

t.test('watches of a link are started later if the process ended right after its use', async (t) => {
  const { ask, signIn, see, store, clock } = await stage(t);
  await see(CSE310);
  const cookie = await signIn('ada@example.edu');
  await store.accounts.addSignIn('link', 'ada@example.edu', 60_000, { wishes: [{ section: CSE310 }, { no: 'watch' }] });
  await store.accounts.signIn('link', 'session', 60_000);
  await clock.advance(75_000);
  t.match((await ask('GET', '/api/v1/watches', { cookie })).body, { watches: [{ section: CSE310 }] });
  t.same(await store.accounts.unstarted(0, 10), [], 'what can never start is forgotten');
});
