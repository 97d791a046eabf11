import t from 'tap';
import { DEFAULT_PREFERENCES } from '../../../src/domain/preferences.ts';
import { storeError } from '../../../src/store/errors.ts';
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

t.test('an export that fails is an error, not a download', async (t) => {
  const { ask, signIn, store } = await stage(t);
  const cookie = await signIn();
  store.accounts.export = async () => {
    throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'gone' });
  };
  const { status, headers } = await ask('GET', '/api/v1/me/export', { cookie });
  t.equal(status, 503);
  t.equal(headers.get('content-disposition'), null);
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

t.test('preferences have defaults, and change one by one', async (t) => {
  const { ask, signIn } = await stage(t);
  const cookie = await signIn();
  const patch = (body: unknown) => ask('PATCH', '/api/v1/me', { cookie, body });
  t.same((await ask('GET', '/api/v1/me', { cookie })).body, { email: 'ada@example.edu', ...DEFAULT_PREFERENCES });
  const quietHours = { from: '22:00', to: '07:00', exceptOpenings: false };
  t.match(await patch({ quietHours, timeZone: 'America/Phoenix' }), { status: 200, body: { quietHours } });
  const changed = await patch({ digest: 'daily', notifications: false, language: 'es', outages: false });
  t.same(changed.body, {
    email: 'ada@example.edu',
    language: 'es',
    timeZone: 'America/Phoenix',
    quietHours,
    digest: 'daily',
    notifications: false,
    outages: false,
  });
  t.same((await ask('GET', '/api/v1/me', { cookie })).body, changed.body);
  t.match((await patch({ quietHours: null })).body, { quietHours: null, digest: 'daily' });
  t.same((await ask('GET', '/api/v1/me', { cookie: await signIn('ben@example.edu') })).body, {
    email: 'ben@example.edu',
    ...DEFAULT_PREFERENCES,
  });
});

t.test('a preference that makes no sense is 422, names the field, and changes nothing', async (t) => {
  const { ask, signIn } = await stage(t);
  const cookie = await signIn();
  const night = { from: '22:00', to: '07:00', exceptOpenings: true };
  for (const [body, field] of [
    [{ language: 'fr' }, 'language'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ timeZone: '+02:00' }, 'timeZone'],
    [{ quietHours: { ...night, from: '24:00' } }, 'quietHours'],
    [{ quietHours: { ...night, to: '22:00' } }, 'quietHours.to'],
    [{ quietHours: { from: '22:00', to: '07:00' } }, 'quietHours'],
    [{ digest: 'weekly' }, 'digest'],
    [{ notifications: 'no' }, 'notifications'],
    [{ email: 'eve@example.edu' }, 'email'],
    [{ id: '1' }, 'id'],
  ] as const)
    t.match(await ask('PATCH', '/api/v1/me', { cookie, body }), {
      status: 422,
      body: { code: 'PMC_BODY_INVALID', message: new RegExp(`^${field}`) },
    });
  t.match((await ask('GET', '/api/v1/me', { cookie })).body, DEFAULT_PREFERENCES);
});

t.test('everything about the account needs a session', async (t) => {
  const { ask } = await stage(t);
  for (const [method, path] of [
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['GET', '/export'],
    ['GET', '/sessions'],
    ['DELETE', '/sessions'],
    ['DELETE', '/sessions/1'],
  ] as const)
    t.equal((await ask(method, `/api/v1/me${path}`)).status, 401, `${method} ${path}`);
});
