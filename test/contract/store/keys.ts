/** The keys of other programs. */
import type { Test } from 'tap';
import type { NewKey } from '../../../src/store/keys.ts';
import { KEY_USE_NOTED_MS } from '../../../src/store/keys.ts';
import type { MakeHarness } from './harness.ts';

export const KEY: NewKey = {
  id: 'key-1',
  label: 'Home Assistant',
  hash: 'f00d'.repeat(16),
  scopes: ['facts'],
  ratePerMinute: 600,
};

export function keysContract(t: Test, make: MakeHarness): void {
  t.test('a key is added, listed newest first, and survives a restart', async (t) => {
    const harness = await make(t);
    const at = new Date(harness.now()).toISOString();
    const first = { ...KEY, createdAt: at, lastUsedAt: null, revokedAt: null };
    t.same(await harness.store.keys.add(KEY), first);
    await harness.advance(1_000);
    const second = await harness.store.keys.add({ ...KEY, id: 'key-2', scopes: ['facts', 'view'] });
    await harness.reopen();
    t.same(await harness.store.keys.living(), [second, first]);
    t.same(await harness.store.keys.revoked(10), []);
  });

  t.test('a revoked key is no longer living, once and for good', async (t) => {
    const harness = await make(t);
    const { keys } = harness.store;
    for (const id of ['key-1', 'key-2', 'key-3']) await keys.add({ ...KEY, id });
    await harness.advance(1_000);
    const revokedAt = new Date(harness.now()).toISOString();
    t.match(await keys.revoke('key-2'), { id: 'key-2', label: KEY.label, revokedAt });
    await harness.advance(1_000);
    t.equal(await keys.revoke('key-2'), undefined);
    t.equal(await keys.revoke('nobody'), undefined);
    t.match(await keys.revoke('key-1'), { id: 'key-1' });
    t.match(await keys.living(), [{ id: 'key-3' }]);
    t.match(await keys.revoked(10), [{ id: 'key-1' }, { id: 'key-2', revokedAt }]);
    t.match(await keys.revoked(1), [{ id: 'key-1' }]);
  });

  t.test('the use of a key is noted at most once a minute', async (t) => {
    const harness = await make(t);
    const { keys } = harness.store;
    const lastUse = async (): Promise<string | null> => (await keys.living())[0]!.lastUsedAt;
    await keys.add(KEY);
    await keys.noteUse('nobody');
    t.equal(await lastUse(), null);
    const first = new Date(harness.now()).toISOString();
    await keys.noteUse(KEY.id);
    t.equal(await lastUse(), first);
    await harness.advance(KEY_USE_NOTED_MS - 1);
    await keys.noteUse(KEY.id);
    t.equal(await lastUse(), first);
    await harness.advance(1);
    await keys.noteUse(KEY.id);
    t.equal(await lastUse(), new Date(harness.now()).toISOString());
  });
}
