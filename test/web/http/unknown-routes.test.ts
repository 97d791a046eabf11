import t from 'tap';
import { CSE310 } from '../../contract/store/harness.ts';
import { answersTo } from '../raw-request.ts';
import { stage } from '../stage.ts';

t.test('an unknown path is 404', async (t) => {
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

t.test('a method that a route does not support is 405, and the answer lists those it supports', async (t) => {
  const { ask } = await stage(t);
  for (const [method, path, allow] of [
    ['PUT', '/api/v1/watches', 'GET, HEAD, POST'],
    ['DELETE', `/api/v1/sections/${CSE310}`, 'GET, HEAD'],
    ['POST', '/status', 'GET, HEAD'],
    ['PUT', '/api/v1/me', 'DELETE, GET, HEAD, PATCH'],
    ['OPTIONS', '/livez', 'GET, HEAD'],
  ] as const) {
    const { status, body, headers } = await ask(method, path);
    t.match({ status, body }, { status: 405, body: { code: 'PMC_METHOD_NOT_ALLOWED' } }, `${method} ${path}`);
    t.same(headers.get('allow')?.split(', ').toSorted(), allow.split(', ').toSorted());
  }
});

t.test('an unusual method is 404 or 405, not an internal error', async (t) => {
  const { url } = await stage(t);
  for (const method of ['PROPFIND', 'TRACE', 'SEARCH', 'LOCK']) {
    t.match(
      await answersTo(url(), `${method} /livez HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`, true),
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
