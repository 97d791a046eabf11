import t from 'tap';
import { version } from '../../../src/config/version.ts';
import { stage } from '../stage.ts';

const PAGES = {
  'index.html': '<!doctype html><html lang="en"><title>student</title><div id="app"></div>',
  'account.html': '<!doctype html><html lang="en"><title>account</title><div id="app"></div>',
  'operator.html': '<!doctype html><title>operator</title>',
  assets: { 'main-Bq3f9aXz.js': 'main()', 'base.css': 'body {}' } as unknown as string,
};

t.test('the built pages are served, and browsers revalidate them each time', async (t) => {
  const { ask } = await stage(t, { pages: PAGES });
  for (const [path, title] of [
    ['/', 'student'],
    ['/operator', 'operator'],
  ] as const) {
    const { status, headers, text } = await ask('GET', path);
    t.equal(status, 200);
    t.match(headers.get('content-type'), 'text/html');
    t.match(text, title);
    t.match(headers.get('cache-control'), /no-cache$/);
  }
});

t.test('a slash at the end leads to the page, with its query', async (t) => {
  const { url } = await stage(t, { pages: PAGES });
  for (const path of ['/operator', '/account']) {
    const { status, headers } = await fetch(`${url()}${path}/?from=mail`, { redirect: 'manual' });
    t.same([status, headers.get('location')], [308, `${path}?from=mail`]);
  }
});

t.test('the first HTML has the banner, the form with its terms, and who is signed in', async (t) => {
  const { ask, signIn } = await stage(t, { pages: PAGES });
  const stranger = await ask('GET', '/');
  t.match(stranger.text, /This is a simulation.*<form.*Fall 2026.*"session":null/s);
  t.match(stranger.headers.get('cache-control'), 'private', 'a shared cache keeps it for nobody');
  const cookie = await signIn();
  t.match(
    (await ask('GET', '/', { cookie })).text,
    /"session":\{"email":"ada@example.edu","operator":false,"language":"en"\}/,
  );
});

t.test('the first HTML is in the language that the browser asks for', async (t) => {
  const { ask } = await stage(t, { pages: PAGES });
  const { text, headers } = await ask('GET', '/', { headers: { 'accept-language': 'fr, es-MX;q=0.9, en;q=0.5' } });
  t.match(text, /<html lang="es">.*Esto es una simulación/s);
  t.match(headers.get('vary'), 'accept-language');
});

t.test(
  'the pages are in the language of the student, else in that of this browser, else in what it asks for',
  async (t) => {
    const { ask, signIn } = await stage(t, { pages: PAGES });
    const session = await signIn();
    const languageIn = async (path: string, cookie: string): Promise<string | undefined> => {
      const { text } = await ask('GET', path, { cookie, headers: { 'accept-language': 'es' } });
      return /<html lang="(..)">/.exec(text)?.[1];
    };
    for (const path of ['/', '/account']) {
      t.equal(await languageIn(path, ''), 'es', 'asked for');
      t.equal(await languageIn(path, 'pickmyclass_language=en'), 'en', 'chosen in this browser');
      t.equal(await languageIn(path, 'pickmyclass_language=xx'), 'en', 'no such language');
    }
    await ask('PATCH', '/api/v1/me', { cookie: session, body: { language: 'es' } });
    for (const path of ['/', '/account'])
      t.equal(await languageIn(path, `${session}; pickmyclass_language=en`), 'es', 'of the account');
  },
);

t.test('while the store does not answer, the page is sent without its session', async (t) => {
  const { ask, store, signIn } = await stage(t, { pages: PAGES });
  const cookie = await signIn();
  await store.close();
  const { status, text } = await ask('GET', '/', { cookie });
  t.equal(status, 200);
  t.notMatch(text, '"session"');
});

t.test('files with a hash in their name may be cached for ever, others may not', async (t) => {
  const { ask } = await stage(t, { pages: PAGES });
  t.match((await ask('GET', '/assets/main-Bq3f9aXz.js')).headers.get('cache-control'), 'immutable');
  t.equal((await ask('GET', '/assets/base.css')).headers.get('cache-control'), 'no-cache');
});

t.test('only the pages are served', async (t) => {
  const { ask } = await stage(t, { pages: PAGES });
  for (const path of ['/assets/', '/assets/nothing.js', '/..%2f..%2fpackage.json', '/%2e%2e/store.db', '/store.db']) {
    const { status, body } = await ask('GET', path);
    t.equal(status, 404, path);
    t.equal(body.code, 'PMC_ROUTE_NOT_FOUND');
  }
});

t.test('pages run only our own code and cannot be framed', async (t) => {
  const { ask } = await stage(t, { pages: PAGES });
  for (const path of ['/', '/operator', '/api/v1/about']) {
    const { headers } = await ask('GET', path);
    const policy = headers.get('content-security-policy')!;
    t.match(policy, "default-src 'self'");
    t.match(policy, "frame-ancestors 'none'");
    t.notMatch(policy, 'unsafe');
    t.equal(headers.get('x-content-type-options'), 'nosniff');
    t.equal(headers.get('referrer-policy'), 'same-origin');
  }
});

t.test('if the pages were not built, the answer says how to build them', async (t) => {
  const { ask } = await stage(t);
  for (const path of ['/', '/operator']) {
    const { status, text } = await ask('GET', path);
    t.equal(status, 503);
    t.match(text, 'npm run build');
  }
});

t.test('the pages can request the facts about this installation', async (t) => {
  const { ask } = await stage(t);
  t.same((await ask('GET', '/api/v1/about')).body, {
    name: 'PickMyClass',
    version,
    simulated: true,
    campusUrl: 'http://127.0.0.1:1/',
    maxWatches: 3,
    institutions: [
      {
        id: 'asu',
        name: 'Example State',
        timeZone: 'America/Phoenix',
        sectionUrl: '/university/asu/{term}/{classNumber}',
        terms: [{ term: '2267', name: 'Fall 2026' }],
      },
    ],
  });
});

t.test('the OpenAPI 3.1 document describes every route of the API', async (t) => {
  const { ask } = await stage(t);
  const { status, body } = await ask('GET', '/docs/json');
  t.equal(status, 200);
  t.match(body, { openapi: '3.1.0', info: { title: 'PickMyClass', version } });
  const described = Object.entries(body['paths'] as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  const section = '/api/v1/sections/{institution}/{term}/{classNumber}';
  t.same(
    described.toSorted(),
    [
      'get /api/monitoring/health',
      'get /status',
      'get /livez',
      'get /readyz',
      'get /metrics',
      `get ${section}`,
      `get ${section}/history`,
      `get ${section}/history.csv`,
      `get ${section}/feed.atom`,
      `get ${section}/calendar.ics`,
      'get /api/v1/courses/{institution}/{term}/{subject}/{number}/feed.atom',
      'get /api/v1/search',
      'get /api/v1/suggest',
      'get /api/v1/about',
      'get /api/v1/push-key',
      'post /api/v1/mail-events',
      'get /api/v1/channels',
      'post /api/v1/channels',
      'delete /api/v1/channels/{id}',
      'post /api/v1/channels/{id}/test',
      'post /api/v1/channels/{id}/verify',
      'post /api/v1/session',
      'get /api/v1/session',
      'delete /api/v1/session',
      'get /api/v1/watches',
      'post /api/v1/watches',
      'patch /api/v1/watches/{id}',
      'delete /api/v1/watches/{id}',
      'get /api/v1/session/waiting',
      'get /api/v1/me',
      'patch /api/v1/me',
      'get /api/v1/me/messages',
      'get /api/v1/me/sessions',
      'delete /api/v1/me/sessions',
      'delete /api/v1/me/sessions/{id}',
      'get /api/v1/me/export',
      'delete /api/v1/me',
      'get /api/v1/unsubscribe',
      'post /api/v1/unsubscribe',
      'get /api/v1/supervisors',
      'post /api/v1/supervisors/breaker',
      'post /api/v1/supervisors/crash',
      'post /api/v1/supervisors/restart',
      'post /api/v1/supervisors/retire',
      'get /api/v1/nodes',
      'post /api/v1/cycles',
      'get /api/v1/cycles/current',
      'get /api/v1/overview',
      'get /api/v1/pace',
      'get /api/v1/series',
      'get /api/v1/sections/{institution}/{term}/{classNumber}/stats',
      'get /api/v1/dead-letters',
      'get /api/v1/dead-letters/groups',
      'post /api/v1/dead-letters/replay',
      'post /api/v1/dead-letters/discard',
      'post /api/v1/dead-letters/{id}/replay',
      'delete /api/v1/dead-letters/{id}',
      'get /api/v1/pause',
      'post /api/v1/pause',
      'delete /api/v1/pause',
      'get /api/v1/changes/recent',
      'get /api/v1/changes',
      'get /api/v1/stream',
      'get /api/v1/keys',
      'post /api/v1/keys',
      'delete /api/v1/keys/{id}',
      'get /api/v1/alerts',
      'get /api/v1/incidents',
      'get /api/v1/audit',
      'post /api/v1/backups',
      'get /api/v1/users',
      'get /api/v1/operator/sections',
      'get /api/v1/operator/sections/{institution}/{term}/{classNumber}',
      'get /api/v1/users/{id}',
      'patch /api/v1/users/{id}',
      'post /api/v1/users/{id}/sign-in-link',
    ].toSorted(),
  );
});

t.test('the document says which routes need a session or the operator token', async (t) => {
  const { ask } = await stage(t);
  const paths = (await ask('GET', '/docs/json')).body['paths'] as Record<
    string,
    Record<string, { security?: object[]; responses: Record<string, unknown> }>
  >;
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { security = [], responses }] of Object.entries(methods))
      t.equal(security.length > 0, '401' in responses, `${method} ${path}`);
  }
});

t.test('the documentation page works with its own content policy', async (t) => {
  const { ask } = await stage(t);
  const { status, headers, text } = await ask('GET', '/docs');
  t.equal(status, 200);
  t.match(text, 'swagger-ui');
  t.notMatch(headers.get('content-security-policy'), 'upgrade-insecure-requests');
  t.equal((await ask('GET', '/docs/static/swagger-ui-bundle.js')).status, 200);
});
