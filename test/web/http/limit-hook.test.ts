import t from 'tap';
import { bearer, stage } from '../stage.ts';

t.test('600 pages a minute without a key; a key has its own limit', async (t) => {
  const { ask } = await stage(t);
  const { id, secret } = (
    await ask('POST', '/api/v1/keys', { headers: bearer, body: { label: 'x', ratePerMinute: 3 } })
  ).body;
  const headers = { authorization: `Bearer ${String(id)}.${String(secret)}` };
  for (let time = 0; time < 600; time += 1) await ask('GET', '/api/v1/changes');
  const refused = await ask('GET', '/api/v1/changes');
  t.match(refused, { status: 429, body: { code: 'PMC_TOO_MANY_REQUESTS' } });
  t.equal(refused.headers.get('retry-after'), '60');
  for (const status of [200, 200, 200, 429]) t.equal((await ask('GET', '/api/v1/changes', { headers })).status, status);
});
