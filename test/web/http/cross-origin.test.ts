import t from 'tap';
import { CSE310 } from '../../contract/store/harness.ts';
import { EventClient } from '../event-client.ts';
import { stage } from '../stage.ts';

const SITE = 'https://site.example';
const FACTS = ['/api/v1/about', '/api/v1/changes', `/api/v1/sections/${CSE310}`, '/api/v1/search?q=CSE'];

t.test('by default, pages of other sites may read nothing', async (t) => {
  const { ask } = await stage(t);
  const { headers } = await ask('GET', '/api/v1/about', { headers: { origin: SITE } });
  t.equal(headers.get('access-control-allow-origin'), null);
  t.equal((await ask('OPTIONS', '/api/v1/about', { headers: { origin: SITE } })).status, 405);
});

t.test('pages of the sites in CORS_ORIGINS may read public facts, without cookies, and errors too', async (t) => {
  const { ask, url } = await stage(t, { environment: { CORS_ORIGINS: `https://other.example, ${SITE}` } });
  for (const path of [...FACTS, '/api/v1/changes?since=rubbish']) {
    const { headers } = await ask('GET', path, { headers: { origin: SITE } });
    t.equal(headers.get('access-control-allow-origin'), SITE, path);
    t.equal(headers.get('access-control-allow-credentials'), null);
    t.match(headers.get('vary'), 'origin');
    const stranger = (await ask('GET', path, { headers: { origin: 'https://stranger.example' } })).headers;
    t.equal(stranger.get('access-control-allow-origin'), null);
    t.match(stranger.get('vary'), 'origin', 'a cache does not give one site the answer for another');
  }
  const wrong = { origin: SITE, authorization: 'Bearer pmc_1.wrong' };
  const refused = await ask('GET', '/api/v1/about', { headers: wrong });
  t.equal(refused.status, 401);
  t.equal(refused.headers.get('access-control-allow-origin'), SITE, 'a page learns that its key is wrong');
  const stream = await EventClient.open(t, url(), { origin: SITE });
  t.equal(stream.response.headers.get('access-control-allow-origin'), SITE);
});

t.test('a page may ask first whether it may send a key or the id of the last event', async (t) => {
  const { ask } = await stage(t, { environment: { CORS_ORIGINS: '*' } });
  const asked = {
    origin: SITE,
    'access-control-request-method': 'GET',
    'access-control-request-headers': 'authorization',
  };
  for (const path of [...FACTS, '/api/v1/stream']) {
    const { status, headers } = await ask('OPTIONS', path, { headers: asked });
    t.equal(status, 204, path);
    t.equal(headers.get('access-control-allow-origin'), '*');
    t.equal(headers.get('access-control-allow-methods'), 'GET, HEAD');
    t.match(headers.get('access-control-allow-headers'), /authorization.*last-event-id/);
  }
});

t.test('what is about a person or an operator stays closed to other sites, and so do writes', async (t) => {
  const { ask } = await stage(t, { environment: { CORS_ORIGINS: '*' } });
  for (const path of ['/api/v1/session', '/api/v1/watches', '/api/v1/me', '/api/v1/supervisors', '/api/v1/keys', '/']) {
    const { headers } = await ask('GET', path, { headers: { origin: SITE } });
    t.equal(headers.get('access-control-allow-origin'), null, path);
  }
  const { body } = await ask('POST', '/api/v1/session', {
    headers: { origin: SITE },
    body: { email: 'ada@example.edu' },
  });
  t.equal(body.code, 'PMC_ORIGIN_FOREIGN');
});
