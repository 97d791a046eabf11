import fc from 'fast-check';
import t from 'tap';
import { answersTo } from './raw-request.ts';
import { stage } from './stage.ts';

const statuses = (answer: string): number[] =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

const PATHS = [
  '/',
  '/%',
  '/%zz',
  '/%00',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/api/v1/session',
  '/api/v1/watches',
  '/api/v1/watches/%',
  '/api/v1/pause?scope=%',
  '/api/v1/unsubscribe?token=%ff',
  '/sign-in',
  '/sign-in?token=%',
  '/ws',
  '/mqtt',
  '/livez',
  '/api/v1/search?q=%f0%28',
  '/api/v1/sections/asu/2267/1',
  '/api/v1/sections/asu/2267/%',
  '/docs/json',
  '/docs/%',
  '/assets/%',
  '*',
  'http://elsewhere/',
  'http://elsewhere/%',
  '//',
  '/constructor',
  '/__proto__',
  `/${'a'.repeat(9_000)}`,
];
const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'QUERY',
  'PROPFIND',
  'CONNECT',
  'get',
  'X',
];
const HEADERS = [
  'content-type: application/json',
  'content-type:',
  'content-type: ;',
  'content-type: application/x-www-form-urlencoded',
  'content-type: multipart/form-data',
  'content-type: undefined',
  'content-type: application/json; charset=\xff',
  'content-type: */*',
  'upgrade: websocket',
  'upgrade: h2c',
  'connection: upgrade',
  'sec-websocket-key: x',
  'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-version: 13',
  'sec-websocket-version: 99',
  'sec-websocket-extensions: permessage-deflate; x=',
  'expect: 100-continue',
  'expect: x',
  'accept: text/html',
  'accept: ;q=,,*/*;q=x',
  'origin: null',
  'origin: http://x',
  'cookie: pickmyclass_session=%ff; =',
  'authorization: Bearer',
  'authorization: Bearer \xff',
  'x-forwarded-for: %, \xff',
  'range: bytes=9-1',
  'if-none-match: x',
  'accept-encoding: x',
  'te: trailers',
  'host:',
  'content-encoding: gzip',
  'forwarded: for=%',
];
const BODIES = [
  '',
  '{}',
  '{',
  'null',
  '[]',
  '"x"',
  '{"email":null}',
  '{"email":"a@b","__proto__":{}}',
  '{"constructor":{"prototype":{}}}',
  'token=%ff',
  '\0\0',
  '\xff\xfe',
  '5',
  `{"email":"${'x'.repeat(20_000)}"}`,
];

const request = fc
  .record({
    method: fc.constantFrom(...METHODS),
    path: fc.constantFrom(...PATHS),
    headers: fc.uniqueArray(fc.constantFrom(...HEADERS), { maxLength: 4 }),
    body: fc.constantFrom(...BODIES),
    framing: fc.constantFrom('none', 'length', 'chunked', 'both'),
    version: fc.constantFrom('1.1', '1.1', '1.1', '1.0'),
  })
  .map(({ method, path, headers, body, framing, version }) => {
    const lines = [
      `${method} ${path} HTTP/${version}`,
      'host: x',
      ...(headers.some((each) => each.startsWith('connection')) ? [] : ['connection: close']),
      ...headers,
    ];
    if (framing === 'length' || framing === 'both') lines.push(`content-length: ${Buffer.byteLength(body, 'latin1')}`);
    if (framing === 'chunked' || framing === 'both') lines.push('transfer-encoding: chunked');
    const chunks =
      body === '' ? '0\r\n\r\n' : `${Buffer.byteLength(body, 'latin1').toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    return Buffer.from(
      `${lines.join('\r\n')}\r\n\r\n${framing === 'none' ? '' : framing === 'length' ? body : chunks}`,
      'latin1',
    );
  });

t.test('a complete request, however odd, gets no internal error, and the connection closes', async (t) => {
  const { url } = await stage(t);
  await fc.assert(
    fc.asyncProperty(request, async (bytes) => {
      const answer = await answersTo(url(), bytes, true);
      if (statuses(answer).some((status) => status >= 500 && status !== 503)) throw new Error(answer.slice(0, 1_000));
    }),
    { seed: 8, numRuns: 1_000 },
  );
});

t.test('bytes that are not a request close only their own connection', async (t) => {
  const { url, ask } = await stage(t);
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 400 }),
    fc
      .tuple(fc.constantFrom(...METHODS), fc.uint8Array({ maxLength: 100 }))
      .map(([method, rest]) => Buffer.concat([Buffer.from(`${method} /`), rest])),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (garbage) => {
      const answer = await answersTo(url(), garbage, true);
      if (statuses(answer).some((status) => status >= 500)) throw new Error(answer.slice(0, 1_000));
    }),
    { seed: 8, numRuns: 300 },
  );
  t.equal((await ask('GET', '/livez')).status, 200);
});

t.test('garbage after a request that is being answered closes only its connection', async (t) => {
  const { url, ask, store } = await stage(t);
  let answer = (): void => undefined;
  let asked = (): void => undefined;
  const reached = new Promise<void>((resolve) => {
    asked = resolve;
  });
  store.accounts.session = () =>
    new Promise((resolve) => {
      answer = () => resolve(undefined);
      asked();
    });
  const ended = answersTo(
    url(),
    'GET /api/v1/session HTTP/1.1\r\nhost: x\r\ncookie: pickmyclass_session=x\r\n\r\n\0\0\0 nonsense\r\n\r\n',
    true,
  );
  await reached;
  answer();
  t.notMatch(await ended, / 500 /);
  t.equal((await ask('GET', '/livez')).status, 200);
});
