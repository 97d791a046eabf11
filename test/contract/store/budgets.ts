/** The request budgets that processes share. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';

const HOST = 'catalog.example.edu';

export function budgetsContract(t: Test, make: MakeHarness): void {
  t.test("a budget starts full with a tenth of the minute's requests, and refills over time", async (t) => {
    const harness = await make(t);
    const { budgets } = harness.store;
    t.same(await budgets.take(HOST, 60, 4, 0), { granted: 4, waitMs: 0 });
    t.same(await budgets.take(HOST, 60, 4, 0), { granted: 2, waitMs: 1_000 });
    t.same(
      await budgets.take('other.example.edu', 60, 1, 0),
      { granted: 1, waitMs: 0 },
      'each host has its own budget',
    );
    await harness.advance(400);
    t.same(await budgets.take(HOST, 60, 4, 0), { granted: 0, waitMs: 600 });
    await harness.advance(2_600);
    t.same(await budgets.take(HOST, 60, 4, 0), { granted: 3, waitMs: 1_000 });
  });

  t.test('requests beyond those granted are charged first', async (t) => {
    const harness = await make(t);
    const { budgets } = harness.store;
    await budgets.take(HOST, 60, 6, 0);
    t.same(await budgets.take(HOST, 60, 1, 2), { granted: 0, waitMs: 3_000 });
    await harness.advance(3_000);
    t.same(await budgets.take(HOST, 60, 1, 0), { granted: 1, waitMs: 1_000 });
  });

  t.test('processes that take at the same time never get more than the budget together', async (t) => {
    const {
      store: { budgets },
    } = await make(t);
    const grants = await Promise.all(Array.from({ length: 12 }, () => budgets.take(HOST, 100, 2, 0)));
    t.equal(
      grants.reduce((sum, { granted }) => sum + granted, 0),
      10,
    );
  });
}
