import fc from 'fast-check';
import t from 'tap';
import { bearer, OPERATOR, stage } from './stage.ts';
import type { AnyFrame } from './live-client.ts';

const HELD = 5;
/** Routes that are left out, because they end the session. They have their own tests. */
/** They would end the session, or have an answer that does not end. */
const LEFT_OUT = new Set([
  'delete /api/v1/me',
  'delete /api/v1/me/sessions',
  'delete /api/v1/session',
  'get /api/v1/stream',
]);

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    '0',
    '-1',
    'asu',
    '2267',
    '66445',
    'asu/2267/66445',
    "' OR 1=1 --",
    '%',
    '_',
    '*',
    '"',
    '\u0000',
    '../..',
    '__proto__',
  ),
);
const body = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      email: text,
      section: text,
      kinds: fc.array(fc.oneof(text, fc.constantFrom('opened', 'seats'))),
      paused: fc.oneof(fc.boolean(), text),
      scope: text,
      institution: text,
    },
    { requiredKeys: [] },
  ),
);

t.test('garbage on any route gets a clear error, and the server keeps working', async (t) => {
  const { ask, signIn, log, system } = await stage(t);
  const cookie = await signIn(OPERATOR);
  const { body: api } = await ask('GET', '/docs/json');
  const routes = Object.entries(api['paths'] as Record<string, object>)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`))
    .filter((route) => !LEFT_OUT.has(route));
  const request = fc.record({
    route: fc.constantFrom(...routes),
    params: fc.array(text, { minLength: HELD, maxLength: HELD }),
    query: fc.dictionary(fc.constantFrom('q', 'term', 'institution', 'limit', 'cursor', 'token', 'scope', 'x'), text),
    body,
  });

  await fc.assert(
    fc.asyncProperty(request, async ({ route, params, query, body: sent }) => {
      const [method, template] = route.split(' ') as [string, string];
      let place = 0;
      const path = template.replace(/\{\w+\}/g, () => encodeURIComponent(params[place++] || 'x'));
      const isRead = method === 'get' || method === 'delete';
      const answer = await ask(method.toUpperCase(), `${path}?${new URLSearchParams(query).toString()}`, {
        cookie,
        headers: bearer,
        ...(!isRead && { body: sent }),
      });
      const isFine = answer.status < 500 || answer.status === 503;
      const isClear =
        answer.status < 400 ||
        path.startsWith('/api/monitoring') ||
        (answer.body.code.startsWith('PMC_') &&
          answer.body['statusCode'] === answer.status &&
          answer.body.message.length > 0);
      return isFine && isClear;
    }),
    { numRuns: 1_000, seed: 310 },
  );

  t.same(
    log.lines.filter(({ level }) => level === 'error'),
    [],
  );
  t.equal((await ask('GET', '/livez')).status, 200);
  t.equal(system.tree().children.find(({ id }) => id === 'web')?.restarts, 0);
});

const isAbout = ({ type, sections }: AnyFrame, keys: string[]): boolean =>
  type === 'snapshot' && sections?.length === 1 && sections[0]?.section === keys[0];

t.test('garbage on the WebSocket is answered frame by frame, and the connection stays open', async (t) => {
  const { live } = await stage(t);
  const client = await live();
  const frame = fc.oneof(
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc
      .record(
        {
          type: fc.oneof(text, fc.constantFrom('subscribe', 'unsubscribe')),
          sections: fc.jsonValue(),
          since: fc.jsonValue(),
        },
        { requiredKeys: ['type'] },
      )
      .map((value) => JSON.stringify(value)),
  );
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(frame, async (sent) => {
      client.send(sent);
      // A frame of garbage may get no answer, but this subscribe does. Without the wait, the client would be
      // disconnected.
      const sections = [`asu/2267/${++runs}`];
      client.send(JSON.stringify({ type: 'subscribe', sections }));
      const answers: AnyFrame[] = [];
      do answers.push(await client.next());
      while (!isAbout(answers.at(-1)!, sections));
      client.send(JSON.stringify({ type: 'unsubscribe', sections }));
      return answers.every(({ type }) => type === 'error' || type === 'snapshot');
    }),
    { numRuns: 500, seed: 310 },
  );
  t.equal(client.socket.readyState, client.socket.OPEN);
});
