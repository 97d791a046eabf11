import t from 'tap';
import { makeKey } from '../make-key.ts';
import { bearer, stage } from '../stage.ts';

t.test('a key is accepted where nobody needs one, and its use is noted', async (t) => {
  const web = await stage(t);
  const { header } = await makeKey(web);
  t.equal((await web.ask('GET', '/api/v1/about', { headers: header })).status, 200);
  t.match((await web.ask('GET', '/api/v1/keys', { headers: bearer })).body['keys'], [
    { lastUsedAt: new Date(web.clock.now()).toISOString() },
  ]);
});

t.test('a key has its own limit, wherever it is used from', async (t) => {
  const web = await stage(t);
  const { header } = await makeKey(web, { label: 'slow', ratePerMinute: 2 });
  const status = async () => (await web.ask('GET', '/api/v1/about', { headers: header })).status;
  t.same([await status(), await status(), await status()], [200, 200, 429]);
  t.equal((await web.ask('GET', '/api/v1/about')).status, 200, 'others from this address are not affected');
  await web.clock.advance(60_000);
  t.equal(await status(), 200);
});

t.test('the token of the operator is no key, even if it has a dot', async (t) => {
  const operatorToken = 'operator.token-of-at-least-32-characters';
  const { ask } = await stage(t, { secrets: { operatorToken } });
  const headers = { authorization: `Bearer ${operatorToken}` };
  t.equal((await ask('GET', '/api/v1/about', { headers })).status, 200);
  t.equal((await ask('GET', '/api/v1/keys', { headers })).status, 200);
});
