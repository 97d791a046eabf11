import t from 'tap';
import type { LookJob } from '../../src/actors/look-job.ts';
import { Pass } from '../../src/actors/pass.ts';
import { claimed, job } from '../support/jobs.ts';

const STARTED = '2026-11-23T20:00:00.000Z';

/** Jobs of ten watched sections each. */
function jobs(count: number): LookJob[] {
  return Array.from({ length: count }, (_, index) => job(String(index), Array.from({ length: 10 }, (_unused, n) => claimed({ classNumber: String(10_000 + index * 10 + n) }))));
}

t.test('due counts watched sections only, done and failed follow the outcomes', (t) => {
  const pass = new Pass([job('a', [claimed(), claimed({ classNumber: '70380', watched: false })])], STARTED, 1);
  t.same(pass.cycle, { startedAt: STARTED, due: 1, done: 0, failed: 0, requests: 0 });
  t.equal(pass.next()?.id, 'a');
  t.notOk(pass.settled, 'a job that was asked is not settled');
  pass.ended({ done: 1, failed: 0, requests: 2 });
  t.ok(pass.settled);
  t.same(pass.finish(STARTED), { startedAt: STARTED, due: 1, done: 1, failed: 0, requests: 2, finishedAt: STARTED });
  t.end();
});

t.test('what is added is due too, and comes first', (t) => {
  const [first, second] = jobs(2);
  const pass = new Pass([first!], STARTED, 1);
  pass.add([second!]);
  t.equal(pass.cycle.due, 20);
  t.equal(pass.next()?.id, second!.id);
  t.end();
});

t.test('a refused job comes first again', (t) => {
  const pass = new Pass(jobs(2), STARTED, 1);
  const first = pass.next()!;
  pass.refused(first, 0);
  t.equal(pass.next()?.id, first.id);
  t.end();
});

t.test('a held look has been seen, and keeps the pass from its end until it is written', (t) => {
  const pass = new Pass(jobs(2), STARTED, 1);
  pass.held(pass.next()!, 1);
  t.same(pass.progress, { seen: 10, due: 20 });
  pass.next();
  pass.ended({ done: 10, failed: 0, requests: 1 });
  t.equal(pass.progress, null, 'there is nothing more to see');
  t.notOk(pass.settled, 'the writing is still to be reported');
  pass.written({ done: 10, failed: 0, requests: 0 });
  t.ok(pass.settled);
  t.match(pass.cycle, { due: 20, done: 20, requests: 2 });
  t.end();
});

t.test('what is postponed belongs to the pass no more', (t) => {
  const pass = new Pass(jobs(2), STARTED, 1);
  const first = pass.next()!;
  pass.held(first, 1);
  pass.postponed(first);
  t.same(pass.progress, { seen: 0, due: 10 });
  pass.next();
  pass.ended({ done: 10, failed: 0, requests: 1 });
  t.ok(pass.settled);
  t.end();
});

t.test('abandoning takes what nobody was asked for and leaves the rest to end', (t) => {
  const pass = new Pass(jobs(3), STARTED, 1);
  pass.next();
  t.equal(pass.abandon().length, 2);
  t.notOk(pass.settled);
  pass.ended({ done: 10, failed: 0, requests: 1 });
  t.ok(pass.settled);
  t.end();
});
