import t from 'tap';
import { makeKey } from '../make-key.ts';
import { bearer, OPERATOR, stage, VIEWER } from '../stage.ts';

const ROUTES = [
  ['GET', '/api/v1/supervisors'],
  ['GET', '/api/v1/nodes'],
  ['GET', '/api/v1/changes/recent'],
  ['POST', '/api/v1/cycles'],
  ['GET', '/api/v1/cycles/current'],
  ['GET', '/api/v1/dead-letters'],
  ['POST', '/api/v1/dead-letters/1/replay'],
  ['DELETE', '/api/v1/dead-letters/1'],
  ['GET', '/api/v1/pause'],
  ['POST', '/api/v1/pause'],
  ['DELETE', '/api/v1/pause?scope=checks'],
  ['GET', '/api/v1/keys'],
  ['POST', '/api/v1/keys'],
  ['DELETE', '/api/v1/keys/pmc_1'],
  ['GET', '/api/v1/audit'],
  ['GET', '/api/v1/series'],
] as const;

t.test('a request without credentials is 401 and says how to sign in', async (t) => {
  const { ask } = await stage(t);
  for (const [method, path] of ROUTES) {
    const { status, body, headers } = await ask(method, path);
    t.match({ status, body }, { status: 401, body: { code: 'PMC_NOT_SIGNED_IN' } }, `${method} ${path}`);
    t.match(headers.get('www-authenticate'), /^Bearer/);
  }
});

t.test('a wrong token is 401, whatever it looks like', async (t) => {
  const { ask, signIn } = await stage(t);
  const operator = await signIn(OPERATOR);
  for (const authorization of [
    'Bearer wrong',
    'Bearer ',
    'Bearer',
    `Basic ${bearer.authorization.slice(7)}`,
    `${bearer.authorization}x`,
    bearer.authorization.slice(0, -1),
  ]) {
    t.match(
      await ask('GET', '/api/v1/pause', { headers: { authorization } }),
      { status: 401, body: { code: 'PMC_OPERATOR_TOKEN_WRONG' } },
      authorization,
    );
  }
  t.equal(
    (await ask('GET', '/api/v1/pause', { headers: { authorization: 'Bearer wrong' }, cookie: operator })).status,
    401,
    'a session does not make up for it',
  );
});

t.test('a student who is not an operator is 403', async (t) => {
  const { ask, signIn } = await stage(t);
  const cookie = await signIn('ada@example.edu');
  for (const [method, path] of ROUTES)
    t.match(
      await ask(method, path, { cookie }),
      { status: 403, body: { code: 'PMC_NOT_OPERATOR' } },
      `${method} ${path}`,
    );
});

t.test('an operator is admitted by token or by session', async (t) => {
  const { ask, signIn } = await stage(t);
  t.equal((await ask('GET', '/api/v1/pause', { headers: bearer })).status, 200);
  t.equal(
    (
      await ask('GET', '/api/v1/pause', {
        headers: { authorization: bearer.authorization.replace('Bearer', 'bearer') },
      })
    ).status,
    200,
  );
  t.equal((await ask('GET', '/api/v1/pause', { cookie: await signIn(OPERATOR) })).status, 200);
});

t.test('a viewer may read what operators read, and do nothing', async (t) => {
  const { ask, signIn, store } = await stage(t);
  const cookie = await signIn(VIEWER);
  for (const [method, path] of ROUTES) {
    const { status, body } = await ask(method, path, { cookie });
    if (method === 'GET') t.not(status, 401, path);
    else t.match({ status, body }, { status: 403, body: { code: 'PMC_VIEWER_READS' } }, `${method} ${path}`);
    t.not(body['code'], 'PMC_NOT_OPERATOR', path);
  }
  t.same(await store.audit.page(null, 10), []);
  t.match((await ask('GET', '/api/v1/session', { cookie })).body, { operator: false, viewer: true });
});

t.test('an address that is an operator and a viewer is an operator', async (t) => {
  const { ask, signIn } = await stage(t, { environment: { VIEWER_EMAILS: OPERATOR } });
  const cookie = await signIn(OPERATOR);
  t.equal((await ask('POST', '/api/v1/pause', { cookie, body: { scope: 'checks' } })).status, 200);
  const { body } = await ask('GET', '/api/v1/session', { cookie });
  t.same(body, { email: OPERATOR, operator: true, language: 'en' });
});

t.test('a key with the scope view is a viewer, and one without it is nobody here', async (t) => {
  const { ask } = await stage(t);
  const made = async (scopes: string[]) => {
    const { body } = await ask('POST', '/api/v1/keys', { headers: bearer, body: { label: 'Grafana', scopes } });
    return { authorization: `Bearer ${String(body['id'])}.${String(body['secret'])}` };
  };
  const [view, facts] = [await made(['facts', 'view']), await made(['facts'])];
  t.equal((await ask('GET', '/api/v1/pause', { headers: view })).status, 200);
  const pause = { body: { scope: 'checks' } };
  t.match(await ask('POST', '/api/v1/pause', { headers: view, ...pause }), { body: { code: 'PMC_VIEWER_READS' } });
  t.match(await ask('GET', '/api/v1/pause', { headers: facts }), { status: 403, body: { code: 'PMC_NOT_OPERATOR' } });
});

t.test('requests that are refused count for the limit, too', async (t) => {
  const web = await stage(t);
  const { header } = await makeKey(web, { label: 'slow', ratePerMinute: 2 });
  const status = async () => (await web.ask('GET', '/api/v1/pause', { headers: header })).status;
  t.same([await status(), await status(), await status()], [403, 403, 429]);
});

t.test('no cache keeps what students or operators are told', async (t) => {
  const { ask, signIn } = await stage(t);
  const cookie = await signIn();
  for (const path of ['/api/v1/watches', '/api/v1/me', '/api/v1/session', '/api/v1/channels'])
    t.equal((await ask('GET', path, { cookie })).headers.get('cache-control'), 'no-store', path);
  t.equal((await ask('GET', '/api/v1/pause', { headers: bearer })).headers.get('cache-control'), 'no-store');
  t.equal((await ask('GET', '/api/v1/pause')).headers.get('cache-control'), 'no-store', 'an error neither');
  t.equal((await ask('GET', '/api/v1/about')).headers.get('cache-control'), null, 'facts are for everybody');
});
