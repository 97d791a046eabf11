import t from 'tap';
import type { NodeReport } from '../../../src/nodes/node-report.ts';
import { until } from '../../bus/support.ts';
import { CSE310, giveUp } from '../../contract/store/harness.ts';
import { bearer, OPERATOR, stage } from '../stage.ts';

const ROUTES = [
  ['GET', '/api/v1/supervisors'],
  ['GET', '/api/v1/nodes'],
  ['GET', '/api/v1/changes/recent'],
  ['POST', '/api/v1/cycles'],
  ['GET', '/api/v1/cycles/current'],
  ['GET', '/api/v1/dead-letters'],
  ['POST', '/api/v1/dead-letters/1/replay'],
  ['DELETE', '/api/v1/dead-letters/1'],
  ['GET', '/api/v1/pause'],
  ['POST', '/api/v1/pause'],
  ['DELETE', '/api/v1/pause?scope=checks'],
] as const;

t.test('who shows no credentials is 401, and is told how', async (t) => {
  const { ask } = await stage(t);
  for (const [method, path] of ROUTES) {
    const { status, body, headers } = await ask(method, path);
    t.match({ status, body }, { status: 401, body: { code: 'PMC_NOT_SIGNED_IN' } }, `${method} ${path}`);
    t.match(headers.get('www-authenticate'), /^Bearer/);
  }
});

t.test('a wrong token is 401, whatever it looks like', async (t) => {
  const { ask, signIn } = await stage(t);
  const operator = await signIn(OPERATOR);
  for (const authorization of [
    'Bearer wrong',
    'Bearer ',
    'Bearer',
    `Basic ${bearer.authorization.slice(7)}`,
    `${bearer.authorization}x`,
    bearer.authorization.slice(0, -1),
  ]) {
    t.match(
      await ask('GET', '/api/v1/pause', { headers: { authorization } }),
      { status: 401, body: { code: 'PMC_OPERATOR_TOKEN_WRONG' } },
      authorization,
    );
  }
  t.equal(
    (await ask('GET', '/api/v1/pause', { headers: { authorization: 'Bearer wrong' }, cookie: operator })).status,
    401,
    'a session does not make up for it',
  );
});

t.test('a student is 403', async (t) => {
  const { ask, signIn } = await stage(t);
  const cookie = await signIn('ada@example.edu');
  for (const [method, path] of ROUTES)
    t.match(
      await ask(method, path, { cookie }),
      { status: 403, body: { code: 'PMC_NOT_OPERATOR' } },
      `${method} ${path}`,
    );
});

t.test('an operator is let in by token, and by session', async (t) => {
  const { ask, signIn } = await stage(t);
  t.equal((await ask('GET', '/api/v1/pause', { headers: bearer })).status, 200);
  t.equal(
    (
      await ask('GET', '/api/v1/pause', {
        headers: { authorization: bearer.authorization.replace('Bearer', 'bearer') },
      })
    ).status,
    200,
  );
  t.equal((await ask('GET', '/api/v1/pause', { cookie: await signIn(OPERATOR) })).status, 200);
});

t.test('the tree is shown as it is', async (t) => {
  const { ask } = await stage(t);
  const { status, body } = await ask('GET', '/api/v1/supervisors', { headers: bearer });
  t.equal(status, 200);
  t.match(body, {
    id: 'root',
    kind: 'supervisor',
    state: 'running',
    since: /Z$/,
    restarts: 0,
    mailbox: 0,
    thread: 'main',
    children: [{ id: 'checking' }, { id: 'notifying' }, { id: 'web', kind: 'actor', children: [] }],
  });
});

t.test('every node is listed, with what it is known to be', async (t) => {
  const lost: NodeReport = {
    node: 'm',
    self: false,
    state: 'lost',
    startedAt: '2026-11-23T19:00:00.000Z',
    seenAt: '2026-11-23T19:30:00.000Z',
    publishes: false,
    health: null,
    tree: null,
    cycle: null,
  };
  const { ask, own } = await stage(t);
  const { status, body } = await ask('GET', '/api/v1/nodes', { headers: bearer });
  t.equal(status, 200);
  t.match(body['nodes'], [
    {
      node: 'n',
      self: true,
      state: 'online',
      startedAt: /Z$/,
      seenAt: /Z$/,
      publishes: true,
      health: { status: 'healthy', checks: { bus: { status: 'healthy' } } },
      tree: { id: 'root', children: [{ id: 'checking' }, {}, {}] },
      cycle: null,
    },
  ]);
  const [self] = await own.reports();
  const two = await stage(t, { own: { reports: async () => [lost, self!] } });
  t.same((await two.ask('GET', '/api/v1/nodes', { headers: bearer })).body['nodes'], [lost, self]);
});

t.test('a cycle is started: 202 with the cycle', async (t) => {
  const { ask, neighbours } = await stage(t);
  const cycle = { startedAt: '2026-11-23T20:00:00.000Z', due: 10, done: 0, failed: 0, requests: 0 };
  neighbours.runCycle = { outcome: 'started', cycle };
  const { status, body } = await ask('POST', '/api/v1/cycles', { headers: bearer });
  t.equal(status, 202);
  t.same(body, cycle);
});

t.test('no cycle is started while one runs, or while checks are paused', async (t) => {
  const { ask, neighbours } = await stage(t);
  neighbours.runCycle = { outcome: 'running' };
  t.match(await ask('POST', '/api/v1/cycles', { headers: bearer }), {
    status: 409,
    body: { code: 'PMC_CYCLE_RUNNING' },
  });
  neighbours.runCycle = { outcome: 'paused' };
  t.match(await ask('POST', '/api/v1/cycles', { headers: bearer }), {
    status: 409,
    body: { code: 'PMC_CYCLE_PAUSED' },
  });
});

t.test('the current cycle is 404 before the first, then the running or last one', async (t) => {
  const { ask, neighbours } = await stage(t);
  t.match(await ask('GET', '/api/v1/cycles/current', { headers: bearer }), {
    status: 404,
    body: { code: 'PMC_CYCLE_NONE' },
  });
  neighbours.cycle = {
    startedAt: '2026-11-23T20:00:00.000Z',
    due: 10,
    done: 9,
    failed: 1,
    requests: 3,
    finishedAt: '2026-11-23T20:00:05.000Z',
  };
  t.same((await ask('GET', '/api/v1/cycles/current', { headers: bearer })).body, neighbours.cycle);
});

t.test('dead letters are listed, replayed and thrown away', async (t) => {
  const { ask, harness, neighbours, clock } = await stage(t);
  for (const section of [CSE310, 'asu/2267/1']) await giveUp(harness, section, 'PMC_SOURCE_STATUS');
  const { status, body } = await ask('GET', '/api/v1/dead-letters', { headers: bearer });
  t.equal(status, 200);
  const letters = body['deadLetters'] as { id: string; subject: string }[];
  t.match(letters[0], {
    id: String,
    kind: 'check',
    subject: String,
    error: 'PMC_SOURCE_STATUS',
    attempts: 3,
    at: /Z$/,
  });
  t.equal(letters.length, 2);
  const [first, second] = letters.map(({ id }) => encodeURIComponent(id));
  t.equal((await ask('POST', `/api/v1/dead-letters/${first}/replay`, { headers: bearer })).status, 202);
  await clock.advance(0);
  t.same(neighbours.woken, ['scheduler']);
  t.match(await ask('POST', `/api/v1/dead-letters/${first}/replay`, { headers: bearer }), {
    status: 404,
    body: { code: 'PMC_DEAD_LETTER_NOT_FOUND' },
  });
  t.equal((await ask('DELETE', `/api/v1/dead-letters/${second}`, { headers: bearer })).status, 204);
  t.match(await ask('DELETE', `/api/v1/dead-letters/${second}`, { headers: bearer }), {
    status: 404,
    body: { code: 'PMC_DEAD_LETTER_NOT_FOUND' },
  });
  t.same((await ask('GET', '/api/v1/dead-letters', { headers: bearer })).body, { deadLetters: [] });
});

t.test('a pause is set, kept with its first instant, and lifted; those it concerns are woken', async (t) => {
  const { ask, neighbours, clock } = await stage(t);
  t.same((await ask('GET', '/api/v1/pause', { headers: bearer })).body, { pauses: [] });
  const set = await ask('POST', '/api/v1/pause', { headers: bearer, body: { scope: 'checks' } });
  t.equal(set.status, 200);
  t.match(set.body, { scope: 'checks', since: /Z$/ });
  await clock.advance(1_000);
  t.same(neighbours.woken.toSorted(), ['email', 'notifier', 'scheduler']);
  t.same((await ask('POST', '/api/v1/pause', { headers: bearer, body: { scope: 'checks' } })).body, set.body);
  const ofOne = await ask('POST', '/api/v1/pause', {
    headers: bearer,
    body: { scope: 'notifications', institution: 'asu' },
  });
  t.match((await ask('GET', '/api/v1/pause', { headers: bearer })).body['pauses'], [set.body, ofOne.body]);
  t.equal((await ask('DELETE', '/api/v1/pause?scope=checks', { headers: bearer })).status, 204);
  t.same((await ask('GET', '/api/v1/pause', { headers: bearer })).body, { pauses: [ofOne.body] });
  t.equal(
    (await ask('DELETE', '/api/v1/pause?scope=notifications', { headers: bearer })).status,
    204,
    'the switch for everywhere is another one',
  );
  t.equal((await ask('DELETE', '/api/v1/pause?scope=notifications&institution=asu', { headers: bearer })).status, 204);
  t.same((await ask('GET', '/api/v1/pause', { headers: bearer })).body, { pauses: [] });
});

t.test('what concerns all nodes is told to all, and the current cycle is theirs together', async (t) => {
  const { ask, neighbours, transport, clock } = await stage(t);
  const heard: string[] = [];
  await transport.subscribe('actors/other/#', (topic, payload) => {
    heard.push(topic.slice('actors/other/'.length));
    const {
      body: { type, replyTo },
    } = JSON.parse(payload) as { body: { type: string; replyTo?: { address: string } } };
    if (type !== 'current-cycle') return;
    const cycle = { startedAt: '2026-11-23T20:00:01.000Z', due: 5, done: 2, failed: 0, requests: 1 };
    void transport.publish(
      `actors/${replyTo!.address}`,
      JSON.stringify({ v: 1, id: '1', to: replyTo!.address, body: { cycle } }),
    );
  });
  neighbours.others = ['other', 'frozen'];
  await ask('POST', '/api/v1/pause', { headers: bearer, body: { scope: 'checks' } });
  await clock.advance(0);
  t.same(heard.toSorted(), ['checking/asu/scheduler', 'notifying/email', 'notifying/notifier']);
  neighbours.cycle = { startedAt: '2026-11-23T20:00:00.000Z', due: 10, done: 4, failed: 1, requests: 3 };
  const asked = ask('GET', '/api/v1/cycles/current', { headers: bearer });
  await until(() => heard.length > 3);
  await clock.advance(1_000);
  t.same((await asked).body, { startedAt: '2026-11-23T20:00:00.000Z', due: 15, done: 6, failed: 1, requests: 4 });
});

t.test('a pause of what is not known is 422', async (t) => {
  const { ask } = await stage(t);
  for (const body of [
    { scope: 'checks', institution: 'mit' },
    { scope: 'notifications', institution: '' },
  ]) {
    t.match(await ask('POST', '/api/v1/pause', { headers: bearer, body }), {
      status: 422,
      body: { code: 'PMC_INSTITUTION_UNKNOWN', message: /institution/ },
    });
  }
  for (const body of [{}, { scope: 'everything' }, { scope: 'checks', until: 'tomorrow' }]) {
    t.match(
      await ask('POST', '/api/v1/pause', { headers: bearer, body }),
      { status: 422, body: { code: 'PMC_BODY_INVALID' } },
      JSON.stringify(body),
    );
  }
  t.match(await ask('DELETE', '/api/v1/pause', { headers: bearer }), { status: 422, body: { message: /^scope: / } });
  t.match(await ask('DELETE', '/api/v1/pause?scope=checks&institution=mit', { headers: bearer }), {
    status: 422,
    body: { code: 'PMC_INSTITUTION_UNKNOWN' },
  });
});

t.test('a scheduler that does not answer is told as such, with Retry-After', async (t) => {
  const { ask, clock, neighbours } = await stage(t);
  const heard = new Promise<void>((resolve) => {
    neighbours.answerCycle = () => resolve();
  });
  const asked = ask('GET', '/api/v1/cycles/current', { headers: bearer });
  await heard;
  await clock.advance(3_000);
  const answer = await asked;
  t.match(answer, { status: 503, body: { code: 'PMC_ASK_TIMEOUT' } });
  t.ok(answer.headers.get('retry-after'));
});

t.test('recent changes come newest first', async (t) => {
  const { ask, see } = await stage(t);
  for (const enrolled of [150, 149, 148]) await see(CSE310, { enrolled });
  const { body } = await ask('GET', '/api/v1/changes/recent', { headers: bearer });
  t.same(
    body.changes.map(({ version }) => version),
    [3, 2, 2],
  );
});
