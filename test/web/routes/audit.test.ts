import t from 'tap';
import { bearer, OPERATOR, stage } from '../stage.ts';

t.test('what an operator does is entered with the operator, the act and its subject', async (t) => {
  const { ask, clock, neighbours, signIn } = await stage(t);
  const cookie = await signIn(OPERATOR);
  const pause = { scope: 'checks', institution: 'asu' };
  neighbours.runCycle = { outcome: 'running' };
  await ask('POST', '/api/v1/pause', { cookie, body: pause });
  await ask('DELETE', '/api/v1/pause?scope=checks&institution=asu', { headers: bearer });
  await ask('POST', '/api/v1/cycles', { headers: bearer });
  await ask('POST', '/api/v1/dead-letters/one/replay', { headers: bearer });
  await ask('DELETE', '/api/v1/dead-letters/two', { cookie });
  const at = new Date(clock.now()).toISOString();
  const { body } = await ask('GET', '/api/v1/audit', { headers: bearer });
  t.same(body, {
    entries: [
      { at, who: OPERATOR, action: 'delete-dead-letter', subject: 'two' },
      { at, who: 'token', action: 'replay-dead-letter', subject: 'one' },
      { at, who: 'token', action: 'run-cycle', subject: 'asu' },
      { at, who: 'token', action: 'resume', subject: 'checks asu' },
      { at, who: OPERATOR, action: 'pause', subject: 'checks asu' },
    ],
  });
});

t.test('a request that is refused leaves no entry', async (t) => {
  const { ask } = await stage(t);
  await ask('POST', '/api/v1/pause', { headers: bearer, body: { scope: 'checks', institution: 'nowhere' } });
  await ask('POST', '/api/v1/pause', { headers: bearer, body: { scope: 'everything' } });
  await ask('POST', '/api/v1/pause', { body: { scope: 'checks' } });
  t.same((await ask('GET', '/api/v1/audit', { headers: bearer })).body, { entries: [] });
});

t.test('an act whose entry cannot be written is not done', async (t) => {
  const { ask, store } = await stage(t);
  store.audit.add = async () => {
    throw new Error('the disk is full');
  };
  const { status } = await ask('POST', '/api/v1/pause', { headers: bearer, body: { scope: 'checks' } });
  t.equal(status, 500);
  t.same(await store.pauses.list(), []);
});

t.test('the log comes in pages of 100, and a cursor that was never issued is refused', async (t) => {
  const { ask, store } = await stage(t);
  for (let index = 0; index < 101; index += 1)
    await store.audit.add({ who: 'token', action: 'pause', subject: `subject ${index}` });
  const first = await ask('GET', '/api/v1/audit', { headers: bearer });
  const { entries, nextCursor } = first.body as unknown as { entries: { subject: string }[]; nextCursor: string };
  t.match([entries.length, entries[0]], [100, { subject: 'subject 100' }]);
  const second = await ask('GET', `/api/v1/audit?cursor=${nextCursor}`, { headers: bearer });
  t.match(second.body, { entries: [{ subject: 'subject 0' }], nextCursor: undefined });
  for (const cursor of ['x', '-1', `${nextCursor}0`])
    t.match(await ask('GET', `/api/v1/audit?cursor=${cursor}`, { headers: bearer }), {
      status: 422,
      body: { code: 'PMC_CURSOR_INVALID' },
    });
});
