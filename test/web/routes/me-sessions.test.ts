import t from 'tap';
import type { StudentSession } from '../../../src/web/contract/me.ts';
import { linkToken } from '../neighbours.ts';
import { stage } from '../stage.ts';

const SESSIONS = '/api/v1/me/sessions';

/** A stage with a student who is signed in on a laptop and a phone, and another student. */
async function signedIn(t: Parameters<typeof stage>[0]) {
  const staged = await stage(t);
  const { ask, neighbours, clock } = staged;
  const signInWith = async (email: string, userAgent: string): Promise<string> => {
    await ask('POST', '/api/v1/session', { body: { email } });
    const { headers } = await ask('POST', '/sign-in', {
      body: `token=${await linkToken(neighbours, clock)}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': userAgent },
    });
    return headers.get('set-cookie')!.split(';')[0]!;
  };
  const listed = async (cookie: string) =>
    (await ask('GET', SESSIONS, { cookie })).body['sessions'] as StudentSession[];
  return {
    ...staged,
    listed,
    laptop: await signInWith('ada@example.edu', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0'),
    phone: await signInWith('ada@example.edu', 'Mozilla/5.0 (Android 14; Mobile) Firefox/140.0 <b>'),
    ben: await signInWith('ben@example.edu', 'curl/8'),
  };
}

t.test('a student sees their sessions with the browser, and which one this is', async (t) => {
  const { listed, laptop, phone, ben } = await signedIn(t);
  const at = /^\d{4}-.*Z$/;
  const seen = await listed(laptop);
  t.match(
    seen.toSorted((a, b) => (a.browser < b.browser ? -1 : 1)),
    [
      { browser: 'Firefox · Android', current: false, createdAt: at, lastUsedAt: at },
      { browser: 'Firefox · Linux', current: true },
    ],
  );
  t.equal(seen.length, 2);
  t.match(
    (await listed(phone)).find(({ current }) => current),
    { browser: 'Firefox · Android' },
  );
  t.match(await listed(ben), [{ browser: '', current: true }]);
  for (const { id } of seen) t.notOk([laptop, phone].some((cookie) => cookie.includes(id)));
});

t.test('a student ends one session, this one too, but none of others', async (t) => {
  const { ask, listed, laptop, phone, ben } = await signedIn(t);
  const mine = await listed(laptop);
  const other = mine.find(({ current }) => !current)!;
  for (const [cookie, id] of [
    [ben, other.id],
    [laptop, 'made-up'],
    [laptop, encodeURIComponent(laptop.split('=')[1]!)],
  ] as const)
    t.match(await ask('DELETE', `${SESSIONS}/${id}`, { cookie }), {
      status: 404,
      body: { code: 'PMC_SESSION_NOT_FOUND' },
    });
  t.equal((await ask('DELETE', `${SESSIONS}/${other.id}`, { cookie: laptop })).status, 204);
  t.equal((await ask('GET', SESSIONS, { cookie: phone })).status, 401);
  t.equal((await listed(laptop)).length, 1);
  t.equal(
    (await ask('DELETE', `${SESSIONS}/${mine.find(({ current }) => current)!.id}`, { cookie: laptop })).status,
    204,
  );
  t.equal((await ask('GET', SESSIONS, { cookie: laptop })).status, 401);
});

t.test('a student signs out everywhere', async (t) => {
  const { ask, laptop, phone, ben } = await signedIn(t);
  const { status, headers } = await ask('DELETE', SESSIONS, { cookie: laptop });
  t.equal(status, 204);
  t.match(headers.get('set-cookie'), /Expires=Thu, 01 Jan 1970/);
  for (const cookie of [laptop, phone]) t.equal((await ask('GET', SESSIONS, { cookie })).status, 401);
  t.equal((await ask('GET', SESSIONS, { cookie: ben })).status, 200);
});
