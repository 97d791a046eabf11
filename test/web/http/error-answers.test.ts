import fc from 'fast-check';
import t from 'tap';
import { CSE310 } from '../../contract/store/harness.ts';
import { answersTo } from '../raw-request.ts';
import { stage } from '../stage.ts';

t.test('an error has exactly the four fields of the contract', async (t) => {
  const { ask } = await stage(t);
  t.same((await ask('GET', '/api/v1/watches')).body, {
    statusCode: 401,
    code: 'PMC_NOT_SIGNED_IN',
    error: 'Unauthorized',
    message: 'sign in first: ask for a link at POST /api/v1/session',
  });
});

t.test('an error is JSON unless the Accept header prefers a page', async (t) => {
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

t.test('an internal failure is 500, and only the log has its reason', async (t) => {
  const { ask, store, log, metrics } = await stage(t);
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
  t.match((await metrics.errors.get()).values, [{ labels: { code: 'PMC_INTERNAL' }, value: 1 }]);
});

t.test('an unavailable store is 503 with Retry-After, and its path is not shown', async (t) => {
  const { ask, store } = await stage(t);
  await store.close();
  const { status, body, text, headers } = await ask('GET', `/api/v1/sections/${CSE310}`);
  t.match({ status, body }, { status: 503, body: { code: 'PMC_STORE_UNAVAILABLE' } });
  t.notMatch(text, 'store.db');
  t.ok(headers.get('retry-after'));
  await store.open();
  t.equal((await ask('GET', `/api/v1/sections/${CSE310}`)).status, 503, 'pending now');
});

t.test('bytes that are not HTTP get a 400 of the same shape, and the next request is served', async (t) => {
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
    const answer = await answersTo(url(), bytes, true);
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
    const answer = await answersTo(url(), `GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`, true);
    t.match(answer, /^HTTP\/1\.1 400 [^]*PMC_REQUEST_INVALID/, path);
  }
});

t.test('every answer has its own request id, whatever the client sends', async (t) => {
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
