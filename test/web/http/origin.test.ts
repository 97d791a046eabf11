import t from 'tap';
import { WebSocket } from 'ws';
import { bearer, stage } from '../stage.ts';

t.test('a write from a page of another site is refused, whatever credentials it has', async (t) => {
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

t.test('any origin may read, but browsers hide the answer from pages of other sites', async (t) => {
  const { ask } = await stage(t);
  const { status, headers } = await ask('GET', '/api/v1/about', { headers: { origin: 'https://evil.example' } });
  t.equal(status, 200);
  t.equal(headers.get('access-control-allow-origin'), null);
});

t.test('with PUBLIC_URL only its origin is accepted as our own', async (t) => {
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
