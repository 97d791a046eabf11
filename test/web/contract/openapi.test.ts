import t from 'tap';
import type { TSchema } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { CSE310, giveUp } from '../../contract/store/harness.ts';
import { bearer, OPERATOR, stage } from '../stage.ts';
import type { Answer } from '../asking.ts';

interface Operation {
  security?: object[];
  responses: Record<string, { description: string; content?: Record<string, { schema: TSchema }> }>;
}
type Paths = Record<string, Record<string, Operation>>;

/** Compares a response with the documented response of its route. */
function fits(paths: Paths, method: string, path: string, { status, headers, body, text }: Answer): string | undefined {
  const answer = paths[path]?.[method.toLowerCase()]?.responses[String(status)];
  if (answer === undefined) return `${status} is not described: ${text}`;
  if (answer.content === undefined) return text === '' ? undefined : 'a body is not described';
  const [type, { schema }] = Object.entries(answer.content)[0]!;
  if (!headers.get('content-type')!.startsWith(type)) return `${headers.get('content-type')} is not ${type}`;
  const value = type === 'application/json' ? body : text;
  return Check(schema, value) ? undefined : JSON.stringify(Errors(schema, value));
}

t.test('the status and the shape of real responses are documented', async (t) => {
  const { ask, see, signIn, neighbours, harness } = await stage(t);
  for (const enrolled of [150, 149]) await see(CSE310, { enrolled });
  await giveUp(harness, 'asu/2267/1', 'PMC_SOURCE_STATUS');
  const cycle = { startedAt: '2026-11-23T20:00:00.000Z', due: 10, done: 0, failed: 0, requests: 0 };
  Object.assign(neighbours, { cycle, runCycle: { outcome: 'started', cycle } });
  const paths = (await ask('GET', '/docs/json')).body['paths'] as Paths;
  const cookie = await signIn(OPERATOR);
  const watch = await ask('POST', '/api/v1/watches', { cookie, body: { section: CSE310 } });
  const [letter] = (await ask('GET', '/api/v1/dead-letters', { cookie })).body['deadLetters'] as { id: string }[];
  const ids: Record<string, string> = {
    '/api/v1/watches/{id}': String(watch.body['id']),
    '/api/v1/dead-letters/{id}/replay': letter!.id,
    '/api/v1/dead-letters/{id}': letter!.id,
  };
  const queries: Record<string, string> = {
    '/api/v1/search': '?q=CSE',
    '/api/v1/suggest': '?q=CSE',
    // A stream has no end.
    '/api/v1/stream': '?since=none',
    '/api/v1/unsubscribe': '?token=wrong',
    '/api/v1/session/waiting': '?secret=unknown',
    'DELETE /api/v1/pause': '?scope=checks',
  };
  const bodies: Record<string, unknown> = {
    'POST /api/v1/session': { email: 'ben@example.edu' },
    'PATCH /api/v1/me': { digest: 'daily' },
    'POST /api/v1/pause': { scope: 'checks' },
    'POST /api/v1/keys': { label: 'Home Assistant' },
    'PATCH /api/v1/watches/{id}': { paused: true },
    'POST /api/v1/watches': { section: CSE310 },
  };
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => [method.toUpperCase(), path] as const),
  );
  // Requests that delete something come last, and those that end the session come last of all.
  const order = ([method, path]: readonly [string, string]): number =>
    method === 'DELETE' ? (/\/sessions?$/.test(path) ? 3 : path.endsWith('/me') ? 2 : 1) : 0;
  for (const [method, path] of routes.toSorted((a, b) => order(a) - order(b))) {
    const name = `${method} ${path}`;
    const filled = path
      .replace('{institution}/{term}/{classNumber}', CSE310)
      .replace('{institution}/{term}/{subject}/{number}', 'asu/2267/CSE/310')
      .replace('{id}', encodeURIComponent(ids[path] ?? '1'));
    const url = `${filled}${queries[name] ?? queries[path] ?? ''}`;
    const body = bodies[name];
    t.equal(
      fits(paths, method, path, await ask(method, url, { cookie, ...(body !== undefined && { body }) })),
      undefined,
      name,
    );
  }
});

t.test('the documentation lists every error a route answers', async (t) => {
  const { ask } = await stage(t);
  const paths = (await ask('GET', '/docs/json')).body['paths'] as Paths;
  const wrong = { headers: { authorization: 'Bearer wrong' } };
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { security = [] }] of Object.entries(methods)) {
      if (security.length === 0) continue;
      for (const asked of [{}, wrong]) {
        const answer = await ask(method.toUpperCase(), path, asked);
        t.equal(answer.status, 401);
        t.equal(fits(paths, method, path, answer), undefined, `${method} ${path}`);
      }
    }
  }
  const { body, ...answer } = await ask('POST', '/api/v1/pause', { headers: bearer, body: { scope: 'nothing' } });
  t.equal(fits(paths, 'post', '/api/v1/pause', { body, ...answer }), undefined);
  t.equal(body.code, 'PMC_BODY_INVALID');
});
