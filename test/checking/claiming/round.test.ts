import t from 'tap';
import { Round } from '../../../src/checking/claiming/round.ts';
import { claimed, job } from '../../support/jobs.ts';

const STARTED = '2026-11-23T20:00:00.000Z';
const keys = ['70001', '70002', '70003'].map((number) => `asu/2267/${number}`);
const sections = ['70001', '70002', '70003'].map((classNumber) => claimed({ classNumber }));
const answered = { outcome: 'answered' as const, absent: [], unsure: [], requests: 2 };

t.test('a round is over when each of its sections was looked at once', (t) => {
  const round = new Round(keys, STARTED, false);
  round.ended(job('a', sections.slice(0, 2)), answered);
  round.ended(job('a', sections.slice(0, 2)), answered);
  t.match(round.cycle, { due: 3, done: 2, failed: 0, requests: 4 });
  t.notOk(round.isOver);
  round.seen(keys[2]!);
  t.ok(round.isOver);
  t.same(round.finish(STARTED), { startedAt: STARTED, due: 3, done: 3, failed: 0, requests: 4, finishedAt: STARTED });
  t.end();
});

t.test('an unsure section counts as failed, and so do all sections of a look that failed', (t) => {
  const round = new Round(keys, STARTED, false);
  const unsure = [{ section: keys[0]!, reason: 'its seats cannot be read' }];
  round.ended(job('a', sections.slice(0, 2)), { ...answered, unsure });
  t.match(round.cycle, { done: 1, failed: 1 });
  round.ended(job('b', sections.slice(2)), {
    outcome: 'failed',
    code: 'PMC_SOURCE_STATUS',
    message: '500',
    requests: 1,
  });
  t.match(round.cycle, { done: 1, failed: 2, requests: 3 });
  t.end();
});

t.test('a section that is no longer watched, or that another node looked at, is not due here', (t) => {
  const round = new Round(keys, STARTED, true);
  for (const key of keys) round.dropped(key);
  round.dropped('asu/2267/99999');
  t.ok(round.isOver);
  t.match(round.cycle, { due: 0, done: 0 });
  t.end();
});

t.test('a section that is sent for meanwhile joins the round, but not twice', (t) => {
  const round = new Round(keys.slice(0, 1), STARTED, false);
  round.sent(job('a', sections.slice(0, 2)));
  round.sent(job('a', sections.slice(0, 2)));
  t.match(round.cycle, { due: 2, done: 0 });
  round.ended(job('a', sections.slice(0, 2)), answered);
  t.ok(round.isOver);
  round.sent(job('b', sections.slice(0, 1)));
  t.ok(round.isOver, 'a section that was looked at does not keep the round open');
  t.end();
});
