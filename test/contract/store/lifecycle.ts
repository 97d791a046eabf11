/** Opening, closing, and what a closed store answers. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';
import { CSE310, see } from './harness.ts';

export function lifecycleContract(t: Test, make: MakeHarness): void {
  t.test('an open store answers', async (t) => {
    const { store } = await make(t);
    await t.resolves(store.ping());
    t.equal(await store.changes.latestCursor(), '0');
    t.equal(await store.sections.countWatched('asu'), 0);
  });

  t.test('a closed store answers with a coded error, and has all its data when it is opened again', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    const { store } = harness;
    await store.close();
    await t.resolves(store.close(), 'closing twice is harmless');
    await t.rejects(store.ping(), { code: 'PMC_STORE_UNAVAILABLE' });
    await t.rejects(store.sections.state(CSE310), { code: 'PMC_STORE_UNAVAILABLE' });
    await store.open();
    t.match(await store.sections.state(CSE310), { section: CSE310 });
  });
}
