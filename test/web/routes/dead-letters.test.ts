import t from 'tap';
import { CSE310, giveUp } from '../../contract/store/harness.ts';
import { bearer, stage } from '../stage.ts';

t.test('dead letters can be listed, replayed and deleted', async (t) => {
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
