import t from 'tap';
import { bearer, stage } from '../stage.ts';

t.test('a pause is set, keeps its first time, and ends; the actors concerned are woken', async (t) => {
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

t.test('a pause of an unknown scope or institution is 422', async (t) => {
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
