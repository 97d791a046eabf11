import t from 'tap';
import type { LookJob } from '../../../src/checking/look-job.ts';
import { URGENCY } from '../../../src/domain/urgency.ts';
import { Pass } from '../../../src/checking/claiming/pass.ts';
import { claimed, job } from '../../support/jobs.ts';

const STARTED = '2026-11-23T20:00:00.000Z';

/** Ids show the urgency: u0 is more urgent than u1, and all other jobs are ordinary. */
const rank = ({ id }: LookJob): number => (id.startsWith('u') ? Number(id[1]) : URGENCY.ordinary);

/** Jobs with ten watched sections each. */
function jobs(count: number): LookJob[] {
  return Array.from({ length: count }, (_, index) =>
    job(
      String(index),
      Array.from({ length: 10 }, (_unused, n) => claimed({ classNumber: String(10_000 + index * 10 + n) })),
    ),
  );
}

const answered = (requests = 1): { outcome: 'answered'; absent: string[]; unsure: []; requests: number } => ({
  outcome: 'answered',
  absent: [],
  unsure: [],
  requests,
});

t.test('due counts watched sections only; done and failed follow the outcomes', (t) => {
  const pass = new Pass([job('a', [claimed(), claimed({ classNumber: '70380', watched: false })])], STARTED, rank);
  t.same(pass.cycle, { startedAt: STARTED, due: 1, done: 0, failed: 0, requests: 0 });
  const asked = pass.next()!;
  t.equal(asked.id, 'a');
  t.notOk(pass.settled, 'a job that was asked is not settled');
  pass.ended(asked, answered(2));
  t.ok(pass.settled);
  t.same(pass.finish(STARTED), { startedAt: STARTED, due: 1, done: 1, failed: 0, requests: 2, finishedAt: STARTED });
  t.end();
});

t.test('an unsure section counts as failed; if the look failed, so do all sections of the job', (t) => {
  const [first, second] = jobs(2);
  const pass = new Pass([first!, second!], STARTED, rank);
  const unsure = [{ section: first!.sections[0]!.section, reason: 'its seats cannot be read' }];
  pass.ended(pass.next()!, { outcome: 'answered', absent: [], unsure, requests: 1 });
  t.match(pass.cycle, { done: 9, failed: 1 });
  pass.ended(pass.next()!, { outcome: 'failed', code: 'PMC_SOURCE_STATUS', message: '500', requests: 1 });
  t.match(pass.cycle, { done: 9, failed: 11 });
  t.end();
});

t.test('added jobs count as due and come first', (t) => {
  const [first, second] = jobs(2);
  const pass = new Pass([first!], STARTED, rank);
  pass.add([second!]);
  t.equal(pass.cycle.due, 20);
  t.equal(pass.next()?.id, second!.id);
  t.end();
});

t.test('a refused job comes first again', (t) => {
  const pass = new Pass(jobs(2), STARTED, rank);
  const first = pass.next()!;
  pass.refused(first, 0);
  t.equal(pass.next()?.id, first.id);
  t.end();
});

t.test('a job with a second look no longer belongs to the pass', (t) => {
  const pass = new Pass(jobs(2), STARTED, rank);
  pass.doubted(pass.next()!, 1);
  t.match(pass.cycle, { due: 10, done: 0, requests: 1 });
  pass.ended(pass.next()!, answered());
  t.ok(pass.settled);
  t.match(pass.cycle, { due: 10, done: 10, requests: 2 });
  t.end();
});

t.test('abandoning takes the jobs that were not started and lets the others end', (t) => {
  const pass = new Pass(jobs(3), STARTED, rank);
  const asked = pass.next()!;
  t.equal(pass.abandon().length, 2);
  t.notOk(pass.settled);
  pass.ended(asked, answered());
  t.ok(pass.settled);
  t.end();
});

function order(pass: Pass, count: number): string[] {
  return Array.from({ length: count }, () => pass.next()!.id);
}

const named = (...ids: string[]): LookJob[] => ids.map((id) => job(id, [claimed()]));

t.test('urgent jobs go first, the most urgent before all, whether they are there at the start or join later', (t) => {
  const pass = new Pass(named('a', 'u2', 'b', 'u1'), STARTED, rank);
  pass.add(named('u0', 'u2 again', 'late'));
  t.same(order(pass, 3), ['u0', 'u1', 'u2']);
  t.end();
});

t.test('however many jobs are urgent, one request in four is for an ordinary one', (t) => {
  const pass = new Pass(named('a', 'b', 'u0 1', 'u0 2', 'u0 3'), STARTED, rank);
  pass.add(named('u0 4', 'u0 5', 'u0 6', 'u0 7'));
  t.same(order(pass, 8), ['u0 1', 'u0 2', 'u0 3', 'a', 'u0 4', 'u0 5', 'u0 6', 'b']);
  t.equal(pass.ordinary, 0);
  t.same(order(pass, 1), ['u0 7']);
  t.end();
});
