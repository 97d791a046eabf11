import t from 'tap';
import type { LookJob } from '../../src/actors/look-job.ts';
import { Pass } from '../../src/actors/pass.ts';
import { claimed, job } from '../support/jobs.ts';

const STARTED = '2026-11-23T20:00:00.000Z';
const rule = { sections: 200, share: 0.2 };

/** Jobs of ten watched sections each. */
function jobs(count: number): LookJob[] {
  return Array.from({ length: count }, (_, index) => job(String(index), Array.from({ length: 10 }, (_unused, n) => claimed({ classNumber: String(10_000 + index * 10 + n) }))));
}

const keys = (of: LookJob, count: number): string[] => of.sections.slice(0, count).map(({ section }) => section);

t.test('due counts watched sections only, done and failed follow the outcomes', (t) => {
  const pass = new Pass([job('a', [claimed(), claimed({ classNumber: '70380', watched: false })])], rule, STARTED, 1);
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
  const pass = new Pass([first!], rule, STARTED, 1);
  pass.add([second!]);
  t.equal(pass.cycle.due, 20);
  t.equal(pass.next()?.id, second!.id);
  t.end();
});

t.test('a refused job comes first again', (t) => {
  const pass = new Pass(jobs(2), rule, STARTED, 1);
  const first = pass.next()!;
  pass.refused(first, 0);
  t.equal(pass.next()?.id, first.id);
  t.end();
});

t.test('few openings are written when the pass is over, not before', (t) => {
  const pass = new Pass(jobs(2), rule, STARTED, 1);
  const first = pass.next()!;
  pass.hold(first, keys(first, 1), 1, 0);
  t.same(pass.verdict(100, 20), { commit: [], confirm: [] }, 'the rest of the pass may still show many');
  pass.next();
  pass.ended({ done: 10, failed: 0, requests: 1 });
  t.equal(pass.verdictInMs(100), 0, 'now there is nothing to wait for');
  t.same(pass.verdict(100, 20).commit.map(({ id }) => id), [first.id]);
  t.notOk(pass.settled, 'the writing is still to be reported');
  pass.ended({ done: 10, failed: 0, requests: 0 });
  t.ok(pass.settled);
  t.end();
});

t.test('in a long pass few openings wait half a second and no longer', (t) => {
  const pass = new Pass(jobs(600), rule, STARTED, 1);
  const first = pass.next()!;
  pass.hold(first, keys(first, 1), 1, 1_000);
  t.equal(pass.verdictInMs(1_200), 300);
  t.same(pass.verdict(1_499, 6_000).commit, []);
  t.same(pass.verdict(1_500, 6_000).commit.map(({ id }) => id), [first.id]);
  t.end();
});

t.test('a mass change is looked at twice, every opening of it', (t) => {
  const all = jobs(5);
  const pass = new Pass(all, rule, STARTED, 1);
  for (const each of all) {
    pass.next();
    pass.hold(each, keys(each, 5), 1, 0);
  }
  const { commit, confirm } = pass.verdict(0, 50);
  t.same(commit, []);
  t.same(confirm.map(({ openings }) => openings), all.map((each) => keys(each, 5)));
  for (const each of confirm) pass.refused(each, 0);
  t.equal(pass.queued, 5, 'they are asked again');
  t.end();
});

t.test('a stream of openings in a long pass is looked at twice before it has become a mass change', (t) => {
  const pass = new Pass(jobs(100), rule, STARTED, 1);
  for (let n = 0; n < 6; n++) {
    const next = pass.next()!;
    pass.hold(next, keys(next, 4), 1, 0);
  }
  t.equal(pass.verdict(500, 1_000).confirm.length, 6);
  t.end();
});

t.test('who passes over a part takes the openings for a part of all', (t) => {
  const pass = new Pass(jobs(5), rule, STARTED, 3);
  for (let n = 0; n < 5; n++) {
    const next = pass.next()!;
    pass.hold(next, keys(next, n === 0 ? 3 : 1), 1, 0);
  }
  t.equal(pass.openings, 21);
  t.equal(pass.verdict(0, 150).commit.length, 5, '21 of 150 are few');
  const more = new Pass(jobs(5), rule, STARTED, 3);
  for (let n = 0; n < 5; n++) {
    const next = more.next()!;
    more.hold(next, keys(next, 3), 1, 0);
  }
  t.equal(more.verdict(0, 150).confirm.length, 5, '45 of 150 are not');
  t.end();
});

t.test('abandoning takes what nobody was asked for and leaves the rest to end', (t) => {
  const pass = new Pass(jobs(3), rule, STARTED, 1);
  pass.next();
  t.equal(pass.abandon().length, 2);
  t.notOk(pass.settled);
  pass.ended({ done: 10, failed: 0, requests: 1 });
  t.ok(pass.settled);
  t.end();
});
