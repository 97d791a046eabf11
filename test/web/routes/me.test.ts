import t from 'tap';
import { CSE310 } from '../../contract/store/harness.ts';
import { stage } from '../stage.ts';

t.test('a student can download the data stored about them, and nothing about others', async (t) => {
  const { ask, see, signIn } = await stage(t);
  await see(CSE310);
  const cookie = await signIn();
  await ask('POST', '/api/v1/watches', { cookie, body: { section: CSE310 } });
  await signIn('ben@example.edu');
  const { status, text, headers } = await ask('GET', '/api/v1/me/export', { cookie });
  t.equal(status, 200);
  t.match(text, 'ada@example.edu');
  t.match(text, CSE310);
  t.notMatch(text, 'ben@example.edu');
  t.match(headers.get('content-disposition'), 'attachment');
});

t.test('deletion removes watches and sessions, and the address starts again as a new student', async (t) => {
  const { ask, see, signIn } = await stage(t);
  await see(CSE310);
  const cookie = await signIn();
  const phone = await signIn();
  await ask('POST', '/api/v1/watches', { cookie, body: { section: CSE310 } });
  t.equal((await ask('DELETE', '/api/v1/me', { cookie })).status, 204);
  for (const gone of [cookie, phone]) t.equal((await ask('GET', '/api/v1/session', { cookie: gone })).status, 401);
  t.same((await ask('GET', '/api/v1/watches', { cookie: await signIn() })).body, { watches: [] });
});

t.test('both need a session', async (t) => {
  const { ask } = await stage(t);
  t.equal((await ask('GET', '/api/v1/me/export')).status, 401);
  t.equal((await ask('DELETE', '/api/v1/me')).status, 401);
});
