import t from 'tap';
import { checkingError } from '../../../src/checking/errors.ts';
import type { Look } from '../../../src/checking/look-job.ts';
import { SecondLooks } from '../../../src/checking/settling/second-looks.ts';
import { claimed, job } from '../../support/jobs.ts';

const look = (id: string): Look => ({ job: job(id, [claimed()], []), answer: () => {}, tell: () => {} });
const refused = (retryInMs: number, requests = 0) => ({
  outcome: 'refused' as const,
  code: 'PMC_POOL_REFUSED',
  message: 'full',
  retryInMs,
  requests,
});

/** Second looks whose budget answers with the wait, and what was charged. */
function stage(waitMs = 0, paused = false): { looks: SecondLooks; charged: number[] } {
  const charged: number[] = [];
  const take = async (_host: string, _perMinute: number, wanted: number, spent: number) => {
    t.equal(wanted, 0);
    charged.push(spent);
    return { granted: 0, waitMs };
  };
  const error = paused ? checkingError('PMC_CHECKS_PAUSED', { institution: 'asu' }) : undefined;
  const looks = new SecondLooks({
    budgets: { take },
    host: 'source.example',
    perMinute: 60,
    paused: async () => error,
  });
  return { looks, charged };
}

t.test('one turn is reserved at a time, for those whose time has come, in that order', async (t) => {
  const { looks } = stage(700);
  const [first, second] = [look('a'), look('b')];
  looks.add(first);
  t.notOk(looks.wantsTurn, 'its time has not come');
  looks.ripen(first);
  looks.ripen(second);
  t.ok(looks.wantsTurn);
  const turn = looks.reserve();
  t.notOk(looks.wantsTurn);
  t.equal(await turn, 700);
  t.equal(looks.next(), first);
  t.ok(looks.wantsTurn);
  t.equal(looks.next(), second);
});

t.test('every request is paid for: one in advance, the others with the next turn', async (t) => {
  const { looks, charged } = stage();
  const ask = async (requests: number): Promise<void> => {
    looks.ripen(look('a'));
    await looks.reserve();
    looks.ended(looks.next(), requests);
  };
  await ask(3);
  await ask(0);
  await ask(1);
  t.same(charged, [1, 3, 0]);
});

t.test('a refusal is tried again soon; a long one gives the work back', async (t) => {
  const { looks } = stage();
  const one = look('a');
  looks.add(one);
  looks.ripen(one);
  await looks.reserve();
  t.equal(looks.refused(looks.next(), refused(1_000)), 1_000);
  t.ok(looks.awaits(one.job.request.id));
  looks.ripen(one);
  await looks.reserve();
  t.equal(looks.refused(looks.next(), refused(60_000)), undefined);
  t.notOk(looks.awaits(one.job.request.id));
});

t.test('while checks are paused nothing is paid, and all that is ripe is given up', async (t) => {
  const { looks, charged } = stage(0, true);
  looks.add(look('later'));
  looks.ripen(look('a'));
  t.match(await looks.reserve(), { code: 'PMC_CHECKS_PAUSED' });
  t.same(
    looks.drain().map(({ job: { id } }) => id),
    ['a'],
  );
  t.same(charged, []);
  t.ok(looks.awaits(look('later').job.request.id));
});
