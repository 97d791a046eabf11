import { connect } from 'node:net';
import fc from 'fast-check';
import t from 'tap';
import { WebSocket } from 'ws';
import { CSE310 } from '../contract/store/harness.ts';
import { bearer, stage } from './stage.ts';

/** What the server answers to these bytes, to the end of the connection. */
async function raw(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.end(bytes);
  let answer = '';
  for await (const chunk of socket.setEncoding('utf8')) answer += chunk as string;
  return answer;
}

t.test('an error has the four fields of the contract, and no more', async (t) => {
  const { ask } = await stage(t);
  t.same((await ask('GET', '/api/v1/watches')).body, {
    statusCode: 401,
    code: 'PMC_NOT_SIGNED_IN',
    error: 'Unauthorized',
    message: 'sign in first: ask for a link at POST /api/v1/session',
  });
});

t.test('an error is JSON, unless the Accept of the request prefers a page', async (t) => {
  const { ask } = await stage(t);
  const isPage = async (accept: string, path = '/nothing'): Promise<boolean> => {
    const { headers, text, status } = await ask('GET', path, { headers: { accept } });
    t.equal(headers.get('vary')?.includes('accept'), true);
    t.ok(status >= 400 && status < 500);
    const page = headers.get('content-type')!.startsWith('text/html');
    t.equal(text.startsWith('<!doctype html>'), page);
    return page;
  };
  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';
  for (const accept of [
    'text/html',
    browser,
    'text/html;q=0.9,application/json;q=0.8',
    'application/json;q=0,*/*',
    'text/*',
    'TEXT/HTML',
    'text/html;q=0.1',
  ])
    t.ok(await isPage(accept), accept);
  for (const accept of [
    '*/*',
    '',
    'application/json',
    'application/json,text/html',
    'text/html;q=0.8,application/json',
    'text/html;q=0',
    'application/*, text/html;q=0.9',
    'image/png',
    'text/html;q=0,*/*',
    'nonsense',
    ';q=',
    'text/plain',
  ])
    t.notOk(await isPage(accept), accept);
  for (const path of ['/api/v1/watches', '/%', '/sign-in', '/api/v1/sections/asu/2267/x'])
    t.ok(await isPage(browser, path), path);
  await fc.assert(
    fc.asyncProperty(
      fc.string({
        unit: fc.constantFrom(
          'text/html',
          'application/json',
          '*/*',
          ';q=',
          '0',
          '.5',
          '1',
          ',',
          ' ',
          '"',
          '/',
          ';',
          '=',
          'x',
        ),
      }),
      async (accept) => {
        await isPage(accept);
      },
    ),
    { seed: 8, numRuns: 100 },
  );
});

t.test('a path that is no route is 404', async (t) => {
  const { ask } = await stage(t);
  for (const path of [
    '/nothing',
    '/api/v1',
    '/api/v1/sections/asu/2267',
    `/api/v1/sections/${CSE310}/more/again`,
    '/api/v2/watches',
    '/<script>',
    '/favicon.ico',
  ]) {
    t.match(await ask('GET', path), { status: 404, body: { statusCode: 404, code: 'PMC_ROUTE_NOT_FOUND' } }, path);
  }
});

t.test('a method a route does not have is 405 with those it has', async (t) => {
  const { ask } = await stage(t);
  for (const [method, path, allow] of [
    ['PUT', '/api/v1/watches', 'GET, HEAD, POST'],
    ['DELETE', `/api/v1/sections/${CSE310}`, 'GET, HEAD'],
    ['POST', '/status', 'GET, HEAD'],
    ['GET', '/api/v1/me', 'DELETE'],
    ['OPTIONS', '/livez', 'GET, HEAD'],
  ] as const) {
    const { status, body, headers } = await ask(method, path);
    t.match({ status, body }, { status: 405, body: { code: 'PMC_METHOD_NOT_ALLOWED' } }, `${method} ${path}`);
    t.same(headers.get('allow')?.split(', ').toSorted(), allow.split(', ').toSorted());
  }
});

t.test('a method hardly anybody knows is 404 or 405, not a failure', async (t) => {
  const { url } = await stage(t);
  for (const method of ['PROPFIND', 'TRACE', 'SEARCH', 'LOCK']) {
    t.match(
      await raw(url(), `${method} /livez HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`),
      /^HTTP\/1\.1 40[45] [^]*"code":"PMC_/,
      method,
    );
  }
});

t.test('HEAD is answered like GET, without a body', async (t) => {
  const { ask } = await stage(t);
  const { status, text, headers } = await ask('HEAD', '/livez');
  t.equal(status, 200);
  t.equal(text, '');
  t.match(headers.get('content-type'), 'json');
});

t.test('a body that is no JSON is 400', async (t) => {
  const { ask } = await stage(t);
  for (const body of [
    '{',
    'email=a@b',
    '{"email":"a@b"',
    "{'email':'a@b'}",
    '{"email":"a@b","__proto__":{"admin":true}}',
    '\u0000',
  ]) {
    t.match(
      await ask('POST', '/api/v1/session', { body, headers: { 'content-type': 'application/json' } }),
      { status: 400, body: { code: 'PMC_REQUEST_INVALID' } },
      body,
    );
  }
});

t.test('writes take JSON only', async (t) => {
  const { ask, signIn, neighbours } = await stage(t);
  const cookie = await signIn();
  const before = neighbours.mails.length;
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=b',
    'application/xml',
    'nonsense',
  ]) {
    const headers = { 'content-type': type, ...bearer };
    const body = '{"email":"ada@example.edu"}';
    for (const path of ['/api/v1/session', '/api/v1/watches', '/api/v1/pause', '/api/v1/cycles']) {
      t.match(
        await ask('POST', path, { body, headers, cookie }),
        { status: 415, body: { code: 'PMC_JSON_REQUIRED' } },
        `${type} to ${path}`,
      );
    }
  }
  t.equal(neighbours.mails.length, before);
});

t.test('JSON may say its charset; an empty body is none', async (t) => {
  const { ask } = await stage(t);
  t.equal(
    (
      await ask('POST', '/api/v1/session', {
        body: '{"email":"ada@example.edu"}',
        headers: { 'content-type': 'application/json; charset=utf-8' },
      })
    ).status,
    202,
  );
  t.match(await ask('POST', '/api/v1/session', { body: '', headers: { 'content-type': 'application/json' } }), {
    status: 422,
    body: { code: 'PMC_BODY_INVALID' },
  });
  t.match(await ask('POST', '/api/v1/session'), { status: 422, body: { code: 'PMC_BODY_INVALID' } });
  t.equal(
    (await ask('DELETE', '/api/v1/session', { body: '', headers: { 'content-type': 'application/json' } })).status,
    204,
  );
});

t.test('a body that is too large is 413', async (t) => {
  const { ask } = await stage(t);
  t.match(await ask('POST', '/api/v1/session', { body: { email: 'x'.repeat(20_000) } }), {
    status: 413,
    body: { code: 'PMC_BODY_TOO_LARGE' },
  });
});

t.test('a write from a foreign page is refused, whoever it claims to be', async (t) => {
  const { ask, signIn, url, store } = await stage(t);
  const cookie = await signIn();
  for (const origin of ['https://evil.example', 'null', 'http://localhost:1', `${url()}.evil.example`, 'nonsense']) {
    for (const [method, path] of [
      ['POST', '/api/v1/session'],
      ['DELETE', '/api/v1/session'],
      ['POST', '/api/v1/watches'],
      ['PATCH', '/api/v1/watches/1'],
      ['DELETE', '/api/v1/me'],
      ['POST', '/api/v1/cycles'],
      ['POST', '/api/v1/pause'],
    ] as const) {
      t.match(
        await ask(method, path, { cookie, headers: { origin, ...bearer }, body: {} }),
        { status: 403, body: { code: 'PMC_ORIGIN_FOREIGN' } },
        `${origin} ${method} ${path}`,
      );
    }
  }
  t.same(await store.pauses.list(), []);
  t.equal(
    (await ask('DELETE', '/api/v1/session', { cookie, headers: { origin: url() } })).status,
    204,
    'our own page may',
  );
});

t.test('reading is open to every origin, but no foreign page is let in on the answer', async (t) => {
  const { ask } = await stage(t);
  const { status, headers } = await ask('GET', '/api/v1/about', { headers: { origin: 'https://evil.example' } });
  t.equal(status, 200);
  t.equal(headers.get('access-control-allow-origin'), null);
});

t.test('behind PUBLIC_URL its origin is ours', async (t) => {
  const { ask, url } = await stage(t, { environment: { PUBLIC_URL: 'https://seats.example.edu/app' } });
  t.equal((await ask('DELETE', '/api/v1/session', { headers: { origin: 'https://seats.example.edu' } })).status, 204);
  for (const origin of [
    'http://seats.example.edu',
    'https://seats.example.edu:8443',
    'https://seats.example.edu.',
    'https://SEATS.example.edu/',
    url(),
  ]) {
    t.match(
      await ask('DELETE', '/api/v1/session', { headers: { origin } }),
      { status: 403, body: { code: 'PMC_ORIGIN_FOREIGN' } },
      origin,
    );
    const socket = new WebSocket(new URL('/ws', url()), { origin });
    const refused = new Promise((resolve) => {
      socket
        .on('unexpected-response', (_request, response) => resolve(response.statusCode))
        .on('open', () => resolve('open'))
        .on('error', () => undefined);
    });
    t.equal(await refused, 403, `${origin} at /ws`);
  }
});

t.test('a failure inside is 500, and what it was is for the log only', async (t) => {
  const { ask, store, log } = await stage(t);
  store.sections.state = () => Promise.reject(new Error('SQLITE_CORRUPT at /home/somebody/pickmyclass.db'));
  const { status, body, text, headers } = await ask('GET', `/api/v1/sections/${CSE310}`);
  t.equal(status, 500);
  t.equal(body.code, 'PMC_INTERNAL');
  t.notMatch(text, 'somebody');
  t.match(body.message, headers.get('x-request-id')!);
  t.match(log.lines.find(({ event }) => event === 'request failed')?.fields, {
    requestId: headers.get('x-request-id'),
    err: { message: /SQLITE_CORRUPT/ },
  });
});

t.test('a store that is away is 503 with Retry-After, without its path', async (t) => {
  const { ask, store } = await stage(t);
  await store.close();
  const { status, body, text, headers } = await ask('GET', `/api/v1/sections/${CSE310}`);
  t.match({ status, body }, { status: 503, body: { code: 'PMC_STORE_UNAVAILABLE' } });
  t.notMatch(text, 'store.db');
  t.ok(headers.get('retry-after'));
  await store.open();
  t.equal((await ask('GET', `/api/v1/sections/${CSE310}`)).status, 503, 'pending now');
});

t.test('what is no HTTP gets a 400 of the same shape, and the next request is served', async (t) => {
  const { ask, url } = await stage(t);
  for (const bytes of [
    'nonsense\r\n\r\n',
    '\u0016\u0003\u0001\u0002\u0000\u0001',
    'GET / HTTP/9.9\r\n\r\n',
    'GET / HTTP/1.1\r\nbad header\r\n\r\n',
    'POST /api/v1/session HTTP/1.1\r\nhost: a\r\ncontent-length: x\r\n\r\n',
    `GET / HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`,
    'FOO / HTTP/1.1\r\nhost: a\r\n\r\n',
  ]) {
    const answer = await raw(url(), bytes);
    t.match(answer, /^HTTP\/1\.1 400 /, JSON.stringify(bytes.slice(0, 80)));
    t.match(JSON.parse(answer.slice(answer.indexOf('{'))), {
      statusCode: 400,
      code: 'PMC_REQUEST_INVALID',
      error: 'Bad Request',
    });
  }
  t.equal((await ask('GET', '/livez')).status, 200);
});

t.test('a path that cannot be decoded is 400', async (t) => {
  const { url } = await stage(t);
  for (const path of ['/%', '/api/v1/sections/asu/2267/%zz', '/%ff%fe']) {
    const answer = await raw(url(), `GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`);
    t.match(answer, /^HTTP\/1\.1 400 [^]*PMC_REQUEST_INVALID/, path);
  }
});

t.test('every answer has a request id of its own, whatever the client sends', async (t) => {
  const { ask } = await stage(t);
  const ids = await Promise.all(
    [1, 2].map(async () =>
      (await ask('GET', '/livez', { headers: { 'request-id': 'mine', 'x-request-id': 'mine' } })).headers.get(
        'x-request-id',
      ),
    ),
  );
  t.equal(new Set([...ids, 'mine']).size, 3);
});
