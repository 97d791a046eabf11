import t from 'tap';
import { Progress } from '../../../src/checking/settling/progress.ts';
import type { PassState } from '../../../src/checking/settling/progress.ts';
import type { LookJob } from '../../../src/checking/look-job.ts';
import { claimed, job } from '../../support/jobs.ts';

/** A job with ten watched sections. */
const ten = (id: string): LookJob =>
  job(
    id,
    Array.from({ length: 10 }, (_, n) => claimed({ classNumber: String(10_000 + n) })),
  );
const pass = (queued: number, due: number): PassState => ({ queued, unasked: 10 * queued, due, parts: 2, ageMs: 500 });

t.test('without a pass no more results are expected', (t) => {
  const progress = new Progress();
  t.same(progress.surroundings(70), { progress: null, parts: 1, sinceMs: 70 });
  progress.asked({ ...ten('a'), asker: 'visitor' }, null, 100);
  t.same(progress.surroundings(200), { progress: null, parts: 1, sinceMs: 200 });
  t.end();
});

t.test('answered jobs count as seen; a pass is over when all its jobs are answered', (t) => {
  const progress = new Progress();
  const [first, second] = [ten('a'), ten('b')];
  progress.asked(first, pass(1, 20), 1_000);
  t.same(progress.surroundings(1_000), { progress: { seen: 0, due: 20 }, parts: 2, sinceMs: 500 });
  progress.ended(first, false);
  t.match(progress.surroundings(1_000), { progress: { seen: 10, due: 20 } }, 'the second one is still queued');
  progress.asked(second, pass(0, 20), 1_100);
  t.match(progress.surroundings(1_100), { progress: { seen: 10, due: 20 } });
  progress.ended(second, false);
  t.match(progress.surroundings(1_200), { progress: null });
  t.end();
});

t.test('a refused job is asked for again, so the pass is not over', (t) => {
  const progress = new Progress();
  const [first, second] = [ten('a'), ten('b')];
  progress.asked(first, pass(1, 20), 0);
  progress.asked(second, pass(0, 20), 0);
  progress.ended(first, true);
  progress.ended(second, false);
  t.match(progress.surroundings(0), { progress: { seen: 10, due: 20 } });
  progress.asked(first, pass(0, 20), 0);
  t.match(progress.surroundings(0), { progress: { seen: 10, due: 20 } });
  progress.ended(first, false);
  t.match(progress.surroundings(0), { progress: null });
  t.end();
});

t.test("a visitor's look is not part of the pass", (t) => {
  const progress = new Progress();
  progress.asked({ ...ten('a'), asker: 'visitor' }, pass(2, 20), 0);
  t.match(progress.surroundings(0), { progress: { seen: 0, due: 20 } });
  progress.ended({ ...ten('a'), asker: 'visitor' }, true);
  t.match(progress.surroundings(0), { progress: { seen: 0, due: 20 } });
  t.end();
});
