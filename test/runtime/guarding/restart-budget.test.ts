import t from 'tap';
import fc from 'fast-check';
import { RestartBudget } from '../../../src/runtime/guarding/restart-budget.ts';

t.test('one restart more than allowed is refused until the window has moved on', (t) => {
  const budget = new RestartBudget({ restarts: 2, windowMs: 1_000 });
  t.same(
    [0, 500, 999].map((at) => budget.spend(at)),
    [true, true, false],
  );
  const patient = new RestartBudget({ restarts: 2, windowMs: 1_000 });
  t.same(
    [0, 500, 1_000, 1_500].map((at) => patient.spend(at)),
    [true, true, true, true],
  );
  t.end();
});

t.test('a budget of 0 refuses the first restart', (t) => {
  t.notOk(new RestartBudget({ restarts: 0, windowMs: 1_000 }).spend(0));
  t.end();
});

t.test('a restart is allowed exactly when the window that ends with it does not hold too many', (t) => {
  const histories = fc.array(fc.nat(400), { maxLength: 40 });
  fc.assert(
    fc.property(histories, fc.nat(5), fc.integer({ min: 1, max: 1_000 }), (gaps, restarts, windowMs) => {
      const budget = new RestartBudget({ restarts, windowMs });
      const times: number[] = [];
      return gaps.every((gap) => {
        const now = (times.at(-1) ?? 0) + gap;
        times.push(now);
        return budget.spend(now) === times.filter((at) => at > now - windowMs).length <= restarts;
      });
    }),
    { seed: 1 },
  );
  t.end();
});

t.test('it tells how many restarts are left now', (t) => {
  const budget = new RestartBudget({ restarts: 2, windowMs: 1_000 });
  t.equal(budget.left(0), 2);
  budget.spend(0);
  budget.spend(500);
  budget.spend(600);
  t.equal(budget.left(600), 0);
  t.equal(budget.left(1_000), 0);
  t.equal(budget.left(1_550), 1);
  t.equal(budget.left(5_000), 2);
  t.end();
});
