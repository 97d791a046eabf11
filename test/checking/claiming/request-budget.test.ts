import t from 'tap';
import { RequestBudget } from '../../../src/checking/claiming/request-budget.ts';
import type { Grant } from '../../../src/store/budgets.ts';

/** A shared budget that grants the given amounts and records its calls. */
function stage(...grants: Grant[]): { budget: RequestBudget; asked: unknown[] } {
  const asked: unknown[] = [];
  const take = async (...args: unknown[]): Promise<Grant> => {
    asked.push(args);
    return grants.shift() ?? { granted: 0, waitMs: 1_000 };
  };
  return { budget: new RequestBudget({ budgets: { take }, host: 'source.example', perMinute: 60 }), asked };
}

t.test('the wanted amount is taken, and spent before more is taken', async (t) => {
  const { budget, asked } = stage({ granted: 2, waitMs: 500 });
  t.notOk(budget.take(), 'nothing is there before it was granted');
  await budget.refill(0, 0);
  t.same(asked, [], 'nobody wants anything');
  await budget.refill(5, 0);
  await budget.refill(5, 10);
  t.same(asked, [['source.example', 60, 5, 0]]);
  t.equal(budget.waitMs(10), 0);
  t.ok(budget.take());
  t.ok(budget.take());
  t.notOk(budget.take());
  t.equal(budget.waitMs(100), 400);
  await budget.refill(3, 499);
  t.equal(asked.length, 1, 'there can be nothing yet');
  await budget.refill(3, 500);
  t.equal(asked.length, 2);
});

t.test('requests made beyond the grant are charged once, with the next grant', async (t) => {
  const { budget, asked } = stage({ granted: 1, waitMs: 0 }, { granted: 1, waitMs: 0 });
  await budget.refill(1, 0);
  budget.take();
  budget.charge(4);
  budget.charge(-1);
  await budget.refill(1, 1);
  budget.take();
  await budget.refill(1, 2);
  t.same(
    asked.map((args) => (args as unknown[])[3]),
    [0, 3, 0],
  );
});

t.test('a grant that is not used soon is dropped, because the shared bucket has refilled', async (t) => {
  const { budget, asked } = stage({ granted: 9, waitMs: 0 });
  await budget.refill(9, 0);
  budget.take();
  await budget.refill(9, 5_000);
  t.equal(asked.length, 2);
  t.notOk(budget.take());
});

t.test('a store failure rejects, and what is owed stays owed', async (t) => {
  const asked: number[] = [];
  const budget = new RequestBudget({
    host: 'source.example',
    perMinute: 60,
    budgets: {
      take: async (_host, _perMinute, _wanted, spent) => {
        asked.push(spent);
        if (asked.length === 1) throw new Error('away');
        return { granted: 1, waitMs: 0 };
      },
    },
  });
  budget.charge(2);
  await t.rejects(budget.refill(1, 0));
  await budget.refill(1, 0);
  t.same(asked, [2, 2]);
});
