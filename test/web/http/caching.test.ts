import t from 'tap';
import { CSE310 } from '../../contract/store/harness.ts';
import { stage } from '../stage.ts';

const READS = [
  [`/api/v1/sections/${CSE310}`, 'public, no-cache'],
  [`/api/v1/sections/${CSE310}/history`, 'public, no-cache'],
  ['/api/v1/changes', 'public, no-cache'],
  [`/api/v1/sections/${CSE310}/feed.atom`, 'public, max-age=60'],
  ['/api/v1/courses/asu/2267/CSE/310/feed.atom', 'public, max-age=60'],
  ['/api/v1/suggest?q=CSE', 'public, max-age=30'],
] as const;

t.test('a client that has an answer already gets 304, in every encoding, until the answer is another', async (t) => {
  const { ask, see, clock } = await stage(t);
  for (const enrolled of [150, 149]) await see(CSE310, { enrolled });
  for (const [path, cache] of READS) {
    const first = await ask('GET', path);
    t.equal(first.status, 200);
    t.equal(first.headers.get('cache-control'), cache, path);
    const tag = first.headers.get('etag')!;
    t.match(tag, /^W\/"[\w-]{22}"$/);
    for (const none of [tag, `"other", ${tag.slice(2)}`, '*']) {
      const again = await ask('GET', path, { headers: { 'if-none-match': none, 'accept-encoding': 'gzip' } });
      t.match(again, { status: 304, text: '' }, none);
      t.equal(again.headers.get('etag'), tag);
      t.equal(again.headers.get('content-type'), null);
    }
    t.equal((await ask('GET', path, { headers: { 'if-none-match': '"other"' } })).status, 200);
  }
  const tags = new Map<string, string>();
  for (const [path] of READS) tags.set(path, (await ask('GET', path)).headers.get('etag')!);
  await clock.advance(60_000);
  await see(CSE310, { enrolled: 150 });
  for (const [path] of READS)
    t.equal((await ask('GET', path, { headers: { 'if-none-match': tags.get(path)! } })).status, 200, path);
});

t.test('errors and answers about a person are not for caches', async (t) => {
  const { ask, signIn } = await stage(t);
  const missing = await ask('GET', `/api/v1/sections/${CSE310}/history`, { headers: { 'if-none-match': '*' } });
  t.equal(missing.status, 404);
  t.equal(missing.headers.get('etag'), null);
  const { headers } = await ask('GET', '/api/v1/watches', { cookie: await signIn() });
  t.equal(headers.get('etag'), null);
  t.notMatch(String(headers.get('cache-control')), 'public');
});
