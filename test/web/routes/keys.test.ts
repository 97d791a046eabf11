import t from 'tap';
import { makeKey } from '../make-key.ts';
import { bearer, stage } from '../stage.ts';

t.test('a key is made, its secret is shown once, and the store has only its hash', async (t) => {
  const web = await stage(t);
  const { status, key } = await makeKey(web, { label: ' Home Assistant ' });
  t.equal(status, 201);
  t.match(key, { id: /^pmc_[0-9a-f]{12}$/, label: 'Home Assistant', scopes: ['facts'], ratePerMinute: 600 });
  t.match(key['secret'], /^[\w-]{32}$/);
  const { id, label, scopes, ratePerMinute, createdAt } = key;
  const { body, text } = await web.ask('GET', '/api/v1/keys', { headers: bearer });
  t.same(body, { keys: [{ id, label, scopes, ratePerMinute, createdAt }], revoked: [] });
  const stored = await web.store.keys.living();
  t.notMatch(text, stored[0]!.hash);
  t.notMatch(JSON.stringify(stored), String(key['secret']));
});

t.test('a key says what it may do and how often', async (t) => {
  const web = await stage(t);
  const { key } = await makeKey(web, { label: 'Grafana', scopes: ['facts', 'view'], ratePerMinute: 5 });
  t.match(key, { scopes: ['facts', 'view'], ratePerMinute: 5 });
});

t.test('a key that makes no sense is not made', async (t) => {
  const web = await stage(t);
  for (const body of [
    {},
    { label: '' },
    { label: '  ' },
    { label: 'x'.repeat(81) },
    { label: 'x', scopes: [] },
    { label: 'x', scopes: ['operator'] },
    { label: 'x', scopes: ['facts', 'facts'] },
    { label: 'x', ratePerMinute: 0 },
    { label: 'x', ratePerMinute: 1e9 },
    { label: 'x', secret: 'mine' },
  ])
    t.match((await makeKey(web, body)).status, 422, JSON.stringify(body));
  t.same((await web.ask('GET', '/api/v1/keys', { headers: bearer })).body['keys'], []);
});

t.test('a wrong or revoked key is refused everywhere, and the revoked ones are listed', async (t) => {
  const web = await stage(t);
  const { key, header } = await makeKey(web);
  const refused = { status: 401, body: { code: 'PMC_KEY_WRONG' } };
  for (const authorization of [`${header.authorization}x`, 'Bearer pmc_1.x', 'bearer a.b'])
    t.match(await web.ask('GET', '/api/v1/about', { headers: { authorization } }), refused, authorization);
  const path = `/api/v1/keys/${String(key['id'])}`;
  t.equal((await web.ask('DELETE', path, { headers: bearer })).status, 204);
  t.match(await web.ask('GET', '/api/v1/about', { headers: header }), refused);
  t.match((await web.ask('GET', '/api/v1/keys', { headers: bearer })).body, {
    keys: [],
    revoked: [{ id: key['id'], revokedAt: new Date(web.clock.now()).toISOString() }],
  });
  const subject = `Home Assistant (${String(key['id'])})`;
  t.match((await web.ask('GET', '/api/v1/audit', { headers: bearer })).body['entries'], [
    { who: 'token', action: 'revoke-key', subject },
    { who: 'token', action: 'make-key', subject },
  ]);
  t.match(await web.ask('DELETE', path, { headers: bearer }), { status: 404, body: { code: 'PMC_KEY_NOT_FOUND' } });
});
