import { once } from 'node:events';
import t from 'tap';
import { bearer, OPERATOR, OPERATOR_TOKEN, stage } from '../stage.ts';

t.test('nothing is sent before signing in, and a student may not sign in', async (t) => {
  const { operators, signIn } = await stage(t);
  const stranger = await operators();
  stranger.send({ type: 'watch', topics: ['nodes'] });
  t.match(await stranger.next(), { type: 'error', code: 'PMC_NOT_SIGNED_IN' });
  for (const [frame, headers, code] of [
    [{ type: 'sign-in' }, {}, 'PMC_NOT_SIGNED_IN'],
    [{ type: 'sign-in', token: 'wrong' }, {}, 'PMC_OPERATOR_TOKEN_WRONG'],
    [{ type: 'sign-in' }, { cookie: await signIn() }, 'PMC_NOT_OPERATOR'],
  ] as const) {
    const client = await operators(headers);
    const closed = once(client.socket, 'close');
    client.send(frame);
    t.match(await client.next(), { type: 'error', code });
    t.equal((await closed)[0], 4003);
  }
});

t.test('the token is a frame, never in the URL or a header; a session needs none', async (t) => {
  const { operators, signIn } = await stage(t);
  const byToken = await operators();
  byToken.send({ type: 'sign-in', token: OPERATOR_TOKEN });
  t.same(await byToken.next(), { type: 'signed-in', who: 'token', role: 'operator' });
  const bySession = await operators({ cookie: await signIn(OPERATOR) });
  bySession.send({ type: 'sign-in' });
  t.same(await bySession.next(), { type: 'signed-in', who: OPERATOR, role: 'operator' });
});

t.test('a client that does not sign in, or whose session has ended, is disconnected', async (t) => {
  const { operators, signIn, ask, clock } = await stage(t);
  const cookie = await signIn(OPERATOR);
  const idle = await operators();
  const idleEnds = once(idle.socket, 'close');
  const client = await operators({ cookie });
  client.send({ type: 'sign-in' });
  await client.next();
  await clock.advance(5_000);
  t.match(await client.next(), { type: 'alive' });
  // by the time of this answer, the pong to the ping has arrived
  client.send('');
  await client.next();
  await clock.advance(5_000);
  t.equal((await idleEnds)[0], 4003, 'it had a whole turn to sign in');
  t.match(await client.next(), { type: 'alive' });
  await ask('DELETE', '/api/v1/session', { cookie });
  const ends = once(client.socket, 'close');
  // by the time of this answer, the pong to the ping has arrived
  client.send('');
  await client.next();
  await clock.advance(5_000);
  t.equal((await ends)[0], 4003);
});

t.test('frames that are none get an error, and the connection stays', async (t) => {
  const { operators } = await stage(t);
  const client = await operators();
  client.send({ type: 'sign-in', token: OPERATOR_TOKEN });
  await client.next();
  for (const frame of ['', '[]', '{"type":"x"}', '{"type":"watch","topics":["secrets"]}', '{"type":"watch"}']) {
    client.send(frame);
    t.match(await client.next(), { type: 'error', code: 'PMC_FRAME_INVALID' }, frame);
  }
  client.send({ type: 'watch', topics: ['pauses'] });
  t.match(await client.next(), { type: 'value', topic: 'pauses', value: { pauses: [] } });
});

t.test('after a write by an operator, every watcher sees its effect at once', async (t) => {
  const { operators, ask, clock } = await stage(t);
  const client = await operators();
  client.send({ type: 'sign-in', token: OPERATOR_TOKEN });
  await client.next();
  client.send({ type: 'watch', topics: ['pauses'] });
  await client.next();
  await ask('POST', '/api/v1/pause', { headers: bearer, body: { scope: 'checks' } });
  await clock.advance(100);
  t.match(await client.next(), {
    type: 'patch',
    topic: 'pauses',
    patch: [{ op: 'replace', path: '/pauses', value: [{ scope: 'checks' }] }],
  });
});
