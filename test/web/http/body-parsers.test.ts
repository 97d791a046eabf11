import t from 'tap';
import { bearer, stage } from '../stage.ts';

t.test('a body that is not JSON is 400', async (t) => {
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

t.test('writes accept only JSON', async (t) => {
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

t.test('JSON may name its charset, and an empty body counts as no body', async (t) => {
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
