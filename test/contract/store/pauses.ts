/** The operator's pauses. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';

export function pausesContract(t: Test, make: MakeHarness): void {
  t.test(
    'a pause is set for one institution or everywhere, keeps its first instant, and survives a restart',
    async (t) => {
      const harness = await make(t);
      const since = new Date(harness.now()).toISOString();
      t.same(await harness.store.pauses.set('checks', 'asu'), { scope: 'checks', institution: 'asu', since });
      await harness.advance(1_000);
      t.same(await harness.store.pauses.set('checks', 'asu'), { scope: 'checks', institution: 'asu', since });
      const later = new Date(harness.now()).toISOString();
      t.same(await harness.store.pauses.set('notifications', null), { scope: 'notifications', since: later });
      await harness.reopen();
      t.same(await harness.store.pauses.list(), [
        { scope: 'checks', institution: 'asu', since },
        { scope: 'notifications', since: later },
      ]);
    },
  );

  t.test('clearing a pause leaves the others', async (t) => {
    const {
      store: { pauses },
    } = await make(t);
    await pauses.set('checks', 'asu');
    await pauses.set('checks', null);
    await pauses.clear('checks', null);
    await pauses.clear('notifications', 'asu');
    t.match(await pauses.list(), [{ scope: 'checks', institution: 'asu' }]);
    await pauses.clear('checks', 'asu');
    t.same(await pauses.list(), []);
  });
}
