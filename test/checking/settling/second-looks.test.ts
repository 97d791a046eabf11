import t from 'tap';
import { checkingError } from '../../../src/checking/errors.ts';
import type { JobResult, Look } from '../../../src/checking/look-job.ts';
import type { LookRefused } from '../../../src/checking/looking/look-result.ts';
import { SecondLooks } from '../../../src/checking/settling/second-looks.ts';
import { storeError } from '../../../src/store/errors.ts';
import { claimed, job } from '../../support/jobs.ts';
import type { ManualTurns } from '../../support/manual-turns.ts';
import { manualTurns } from '../../support/manual-turns.ts';

interface Stage {
  looks: SecondLooks;
  turns: ManualTurns;
  /** Charged requests, and ids of the looks that have begun. */
  charged: number[];
  begun: string[];
  answers: JobResult[];
  look: (id: string) => Look;
  /** Called while the budget is asked. */
  onTake: { run: () => void };
}

/** Second looks with a budget that answers with this wait. */
function stage({ waitMs = 0, isPaused = false, failures = 0 } = {}): Stage {
  const [charged, begun, answers]: [number[], string[], JobResult[]] = [[], [], []];
  const turns = manualTurns();
  const onTake = { run: () => {} };
  const take = async (_host: string, _perMinute: number, wanted: number, spent: number) => {
    onTake.run();
    if (failures-- > 0) throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'as the test wishes' });
    charged.push(spent);
    return { granted: wanted, waitMs };
  };
  const paused = async () => (isPaused ? checkingError('PMC_CHECKS_PAUSED', { institution: 'asu' }) : undefined);
  const looks = new SecondLooks({
    turns,
    budgets: { take },
    host: 'source.example',
    perMinute: 60,
    paused,
    look: (look) => begun.push(look.job.id),
  });
  const look = (id: string): Look => ({
    job: job(id, [claimed()], []),
    answer: (result) => answers.push(result),
    tell: () => {},
  });
  return { looks, turns, charged, begun, answers, look, onTake };
}

const refused = (retryInMs: number): LookRefused => ({
  outcome: 'refused',
  code: 'PMC_POOL_REFUSED',
  message: 'full',
  retryInMs,
  requests: 0,
});

t.test('requests are reserved one at a time, in the order in which the looks become due', async (t) => {
  const { looks, turns, begun, charged, look } = stage({ waitMs: 700 });
  looks.addIn(2_000, look('a'));
  looks.addIn(2_000, look('b'));
  t.same(turns.waits(), [2_000, 2_000]);
  await turns.fire();
  await turns.fire();
  t.same(turns.waits(), [700], 'one turn for both');
  t.same(charged, [1]);
  await turns.fire();
  t.same([begun, turns.waits()], [['a'], [700]]);
  await turns.fire();
  t.same([begun, turns.waits()], [['a', 'b'], []]);
});

t.test('every request is paid for: the first in advance, the others with the next reservation', async (t) => {
  const { looks, turns, charged, look } = stage();
  for (const requests of [3, 0, 1]) {
    const one = look('a');
    looks.addIn(0, one);
    await turns.fire();
    await turns.fire();
    looks.ended(one, requests);
  }
  t.same(charged, [1, 3, 0]);
});

t.test('requests of a look that ends during a reservation are paid for with the next one', async (t) => {
  const { looks, turns, charged, look, onTake } = stage();
  const [one, two] = [look('a'), look('b')];
  looks.addIn(0, one);
  await turns.fire();
  await turns.fire();
  onTake.run = () => looks.ended(one, 5);
  looks.addIn(0, two);
  await turns.fire();
  await turns.fire();
  onTake.run = () => {};
  looks.ended(two, 1);
  looks.addIn(0, look('c'));
  await turns.fire();
  t.same(charged, [1, 1, 5]);
});

t.test('after a short refusal a look is retried; after a long one the work is given back', async (t) => {
  const { looks, turns, answers, look } = stage();
  const one = look('a');
  looks.addIn(0, one);
  await turns.fire();
  await turns.fire();
  looks.refused(one, refused(1_000));
  t.same(turns.waits(), [1_000]);
  t.ok(looks.awaits(one.job.request.id));
  await turns.fire();
  await turns.fire();
  looks.refused(one, refused(60_000));
  t.notOk(looks.awaits(one.job.request.id));
  t.match(answers, [{ outcome: 'refused', retryInMs: 60_000 }]);
});

t.test('while checks are paused nothing is paid for, and looks whose time has come are given back', async (t) => {
  const { looks, turns, charged, answers, look } = stage({ isPaused: true });
  looks.addIn(0, look('a'));
  looks.addIn(9_000, look('later'));
  await turns.fire();
  t.match(answers, [{ outcome: 'refused', code: 'PMC_CHECKS_PAUSED', retryInMs: 0 }]);
  t.same([charged, turns.waits()], [[], [9_000]]);
});

t.test('a budget that cannot be reached is tried again a second later', async (t) => {
  const { looks, turns, begun, look } = stage({ failures: 1 });
  looks.addIn(0, look('a'));
  await turns.fire();
  t.same(turns.waits(), [1_000]);
  await turns.fire();
  await turns.fire();
  t.same(begun, ['a']);
});
