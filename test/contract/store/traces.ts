/** The trace contexts of changes. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';

const [ONE, OTHER] = ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', '00-1-2-01'];
const OPENED = 'asu/2267/66445#2:opened';
const SEATS = 'asu/2267/66445#2:seats';

export function tracesContract(t: Test, make: MakeHarness): void {
  t.test('the trace of a change is found by its id, also after a restart', async (t) => {
    const harness = await make(t);
    await harness.store.traces.keep({ [OPENED]: ONE, [SEATS]: OTHER });
    await harness.reopen();
    const { traces } = harness.store;
    t.same(await traces.of([SEATS, 'asu/2267/66445#3:closed', OPENED]), { [OPENED]: ONE, [SEATS]: OTHER });
    t.same(await traces.of([]), {});
  });

  t.test('the first trace of a change stays, and one that was kept for too long is forgotten', async (t) => {
    const harness = await make(t);
    const { traces } = harness.store;
    await traces.keep({ [OPENED]: ONE });
    await harness.advance(1_000);
    await traces.keep({ [OPENED]: OTHER, [SEATS]: OTHER });
    t.same(await traces.of([OPENED, SEATS]), { [OPENED]: ONE, [SEATS]: OTHER });
    await traces.forget(1_000);
    t.same(await traces.of([OPENED, SEATS]), { [OPENED]: ONE, [SEATS]: OTHER });
    await traces.forget(999);
    t.same(await traces.of([OPENED, SEATS]), { [SEATS]: OTHER });
  });
}
