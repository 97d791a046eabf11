import t from 'tap';
import type { Test } from 'tap';
import { hashOf } from '../../src/net/secret.ts';
import { KeyRing } from '../../src/nodes/key-ring.ts';
import { ManualClock, recordingLog, settle } from '../../src/runtime/testing/index.ts';
import { KEY_USE_NOTED_MS } from '../../src/store/keys.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

const SECRET = 'CmA2sBhXvW9Yb0mJq1k3nTzU5eLpR7dG';

/** A store that counts the reads of its keys, and two nodes that use it. `key-1` exists. */
async function setUp(t: Test) {
  const clock = new ManualClock();
  const log = recordingLog();
  const store = new SqliteStore(`${t.testdir()}/store.db`, clock);
  await store.open();
  t.teardown(() => store.close());
  const add = async (id: string) =>
    store.keys.add({ id, label: id, hash: hashOf(SECRET), scopes: ['facts'], ratePerMinute: 60 });
  await add('key-1');
  const counted = { reads: 0, uses: 0 };
  const keys = {
    living: async () => {
      counted.reads += 1;
      return store.keys.living();
    },
    noteUse: async (id: string) => {
      counted.uses += 1;
      return store.keys.noteUse(id);
    },
  };
  return { clock, log, store, add, counted, ring: new KeyRing({ keys, clock, log }) };
}

t.test('a key is known by its id and secret together', async (t) => {
  const { ring } = await setUp(t);
  t.match(await ring.check('key-1', SECRET), { id: 'key-1', scopes: ['facts'], ratePerMinute: 60 });
  for (const [id, secret] of [
    ['key-1', `${SECRET}x`],
    ['key-1', ''],
    ['key-1', hashOf(SECRET)],
    ['key-2', SECRET],
    ['', SECRET],
    ['', ''],
  ] as const)
    t.equal(await ring.check(id, secret), undefined, `${id} ${secret}`);
});

t.test('two thousand checks at once read the store once, and so do unknown ids', async (t) => {
  const { ring, counted } = await setUp(t);
  const found = await Promise.all(Array.from({ length: 2_000 }, () => ring.check('key-1', SECRET)));
  t.equal(found.filter((key) => key?.id === 'key-1').length, 2_000);
  t.same(counted, { reads: 1, uses: 1 });
  await Promise.all(Array.from({ length: 100 }, (_, index) => ring.check(`guess-${index}`, SECRET)));
  t.equal(counted.reads, 1);
});

t.test('a key that another node revoked is refused two seconds later', async (t) => {
  const { ring, store, clock } = await setUp(t);
  t.ok(await ring.check('key-1', SECRET));
  await store.keys.revoke('key-1');
  await clock.advance(2_001);
  t.equal(await ring.check('key-1', SECRET), undefined);
});

t.test('a key that another node made is accepted a quarter of a second later', async (t) => {
  const { ring, add, clock } = await setUp(t);
  t.equal(await ring.check('key-2', SECRET), undefined);
  await add('key-2');
  await clock.advance(251);
  t.match(await ring.check('key-2', SECRET), { id: 'key-2' });
});

t.test('what this node makes and revokes counts at once, also while a read is under way', async (t) => {
  const { ring, add, store } = await setUp(t);
  await ring.check('key-1', SECRET);
  await add('key-2');
  await ring.changed();
  t.ok(await ring.check('key-2', SECRET));
  await ring.changed();
  const early = ring.check('key-1', SECRET);
  await store.keys.revoke('key-1');
  await ring.changed();
  await early;
  t.equal(await ring.check('key-1', SECRET), undefined);
});

t.test('connections of a revoked key are cut within two seconds, those of others stay', async (t) => {
  const { ring, add, store, clock } = await setUp(t);
  await add('key-2');
  const cut: string[] = [];
  for (const [id, name] of [
    ['key-1', 'one'],
    ['key-1', 'two'],
    ['key-2', 'three'],
  ] as const)
    ring.hold(id, () => cut.push(name));
  const leave = ring.hold('key-1', () => cut.push('four'));
  leave();
  await store.keys.revoke('key-1');
  await clock.advance(2_000);
  t.same(cut, ['one', 'two']);
  await clock.advance(10_000);
  t.same(cut, ['one', 'two'], 'once');
});

t.test('a key that this node revokes is cut at once', async (t) => {
  const { ring, store } = await setUp(t);
  const cut: string[] = [];
  ring.hold('key-1', () => cut.push('one'));
  await store.keys.revoke('key-1');
  await ring.changed();
  t.same(cut, ['one']);
});

t.test('without connections to cut, no timer runs', async (t) => {
  const { ring, clock } = await setUp(t);
  const leave = ring.hold('key-1', () => undefined);
  t.equal(clock.waiting, 1);
  leave();
  leave();
  t.equal(clock.waiting, 0);
});

t.test('while the store is away, connections stay and checks are refused with the reason', async (t) => {
  const { ring, store, clock, log } = await setUp(t);
  const cut: string[] = [];
  ring.hold('key-1', () => cut.push('one'));
  await store.close();
  await clock.advance(2_000);
  t.same(cut, []);
  t.ok(log.events().includes('the keys could not be read'));
  await t.rejects(ring.check('key-1', SECRET), { code: 'PMC_STORE_UNAVAILABLE' });
  await store.open();
  await store.keys.revoke('key-1');
  await clock.advance(2_000);
  t.same(cut, ['one']);
});

t.test('uses are noted once a minute, those of connections that stay too', async (t) => {
  const { ring, store, clock, counted } = await setUp(t);
  const lastUse = async () => (await store.keys.living())[0]!.lastUsedAt;
  for (let time = 0; time < 10; time += 1) await ring.check('key-1', SECRET);
  await settle();
  t.equal(counted.uses, 1);
  t.equal(await lastUse(), new Date(clock.now()).toISOString());
  ring.hold('key-1', () => undefined);
  await clock.advance(KEY_USE_NOTED_MS);
  t.equal(counted.uses, 2);
  t.equal(await lastUse(), new Date(clock.now()).toISOString());
});
