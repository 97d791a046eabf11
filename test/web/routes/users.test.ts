import t from 'tap';
import { CSE310, OPEN, watch } from '../../contract/store/harness.ts';
import { bearer, OPERATOR, stage, VIEWER } from '../stage.ts';

type Stage = Awaited<ReturnType<typeof stage>>;

async function adas({ ask, store }: Stage): Promise<{ id: string; path: string }> {
  const [user] = (await ask('GET', '/api/v1/users?q=ada', { headers: bearer })).body['users'] as { id: string }[];
  await store.audit.page(null, 1);
  return { id: user!.id, path: `/api/v1/users/${user!.id}` };
}

t.test('students are listed, searched and filtered in pages, without secrets', async (t) => {
  const web = await stage(t);
  for (const name of ['ada', 'ben']) await web.signIn(`${name}@example.edu`);
  for (let nth = 0; nth < 60; nth += 1) {
    await web.store.accounts.addSignIn(`t${nth}`, `s${nth}@example.edu`, 1_000);
    await web.store.accounts.signIn(`t${nth}`, `h${nth}`, 1_000);
  }
  const first = await web.ask('GET', '/api/v1/users', { headers: bearer });
  const { users, nextCursor } = first.body as unknown as { users: { email: string }[]; nextCursor: string };
  t.match([users.length, users[0]], [50, { email: 'ada@example.edu', suspended: false, watchCount: 0, muted: false }]);
  const second = await web.ask('GET', `/api/v1/users?cursor=${nextCursor}`, { headers: bearer });
  t.match([(second.body['users'] as object[]).length, second.body['nextCursor']], [12, undefined]);
  const searched = await web.ask('GET', '/api/v1/users?q=BEN@&filter=no-watches&sort=newest', { headers: bearer });
  t.match(searched.body, { users: [{ email: 'ben@example.edu' }] });
  for (const query of ['sort=age', 'filter=all', 'cursor=x', `sort=newest&cursor=${nextCursor}`])
    t.equal((await web.ask('GET', `/api/v1/users?${query}`, { headers: bearer })).status, 422, query);
});

t.test('a student is shown with watches, channels and messages', async (t) => {
  const web = await stage(t);
  const cookie = await web.signIn();
  const { id, path } = await adas(web);
  await web.see(CSE310);
  await watch(web.harness, id, CSE310);
  await web.see(CSE310, OPEN);
  await web.store.notifications.fanOut(0);
  const { body, text } = await web.ask('GET', path, { headers: bearer });
  t.match(body, {
    email: 'ada@example.edu',
    watchCount: 1,
    watches: [{ section: CSE310, paused: false }],
    channels: [{ type: 'email', verified: true }],
    messages: [{ section: CSE310, kind: 'opened', state: 'pending' }],
  });
  t.notMatch(text, cookie.split('=')[1]!);
  t.match(await web.ask('GET', '/api/v1/users/nobody', { headers: bearer }), {
    status: 404,
    body: { code: 'PMC_USER_NOT_FOUND' },
  });
});

t.test('a suspended student is signed out and gets no link, and nobody else can tell', async (t) => {
  const web = await stage(t);
  const { ask, neighbours, store, clock } = web;
  const cookie = await web.signIn();
  const operator = await web.signIn(OPERATOR);
  const { id, path } = await adas(web);
  const woken = neighbours.woken.length;
  t.match(await ask('PATCH', path, { cookie: operator, body: { suspended: true } }), {
    status: 200,
    body: { suspended: true, suspendedAt: new Date(clock.now()).toISOString() },
  });
  t.ok(neighbours.woken.length > woken, 'schedulers learn that fewer watch');
  t.equal((await ask('GET', '/api/v1/session', { cookie })).status, 401);
  const mails = neighbours.mails.length;
  const [stranger, suspended] = [
    await ask('POST', '/api/v1/session', { body: { email: 'new@example.edu' } }),
    await ask('POST', '/api/v1/session', { body: { email: 'ada@example.edu' } }),
  ];
  t.equal(neighbours.mails.length, mails + 1, 'only the other one got a mail');
  t.same(
    { ...suspended.body, waiting: '', status: suspended.status },
    { ...stranger.body, waiting: '', status: stranger.status },
  );
  t.match(await ask('POST', `${path}/sign-in-link`, { headers: bearer }), {
    status: 409,
    body: { code: 'PMC_USER_SUSPENDED' },
  });
  t.match((await ask('PATCH', path, { headers: bearer, body: { suspended: false } })).body, { suspended: false });
  t.equal((await ask('POST', `${path}/sign-in-link`, { headers: bearer })).status, 202);
  t.match(neighbours.mails.at(-1), { to: 'ada@example.edu', text: /sign-in\?token=/ });
  t.match(await store.audit.page(null, 10), [
    { who: 'token', action: 'send-sign-in-link', subject: id },
    { who: 'token', action: 'restore-user', subject: id },
    { who: OPERATOR, action: 'suspend-user', subject: id },
  ]);
});

t.test('operators and viewers are not suspended', async (t) => {
  const web = await stage(t);
  for (const email of [OPERATOR, VIEWER]) {
    await web.signIn(email);
    const user = await web.store.users.page({ text: email, filter: null, sort: 'email', after: null, limit: 1 });
    t.match(
      await web.ask('PATCH', `/api/v1/users/${user[0]!.id}`, { headers: bearer, body: { suspended: true } }),
      { status: 409, body: { code: 'PMC_USER_IS_OPERATOR' } },
      email,
    );
  }
  t.same(await web.store.audit.page(null, 1), []);
});
