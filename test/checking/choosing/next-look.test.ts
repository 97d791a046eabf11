import t from 'tap';
import type { After } from '../../../src/checking/choosing/next-look.ts';
import { nextLooks } from '../../../src/checking/choosing/next-look.ts';
import type { Pace } from '../../../src/checking/choosing/pace.ts';
import { claimed } from '../../support/jobs.ts';
import { state } from '../../support/states.ts';

const INTERVAL = 300_000;
const LEAST = 15_000;
const NOW = Date.parse('2026-11-23T20:00:00.000Z');
const AMPLE = { intervalMs: INTERVAL, price: LEAST ** 2, pages: 1, rest: 0, staleMs: 86_400_000 };
const pace = (schedule: Pace['schedule'], more: Partial<Pace> = {}): Pace => ({ ...AMPLE, schedule, ...more });

/** A section that changed just now. */
function after(classNumber: string, catalogNumber: string, watches: number): After {
  const at = new Date(NOW).toISOString();
  const section = `asu/2267/${classNumber}`;
  const seen = state({ section, classNumber, catalogNumber, status: 'full', changedAt: at, checkedAt: at });
  return { ...claimed({ classNumber }), course: { subject: 'CSE', catalogNumber }, watches, state: seen };
}

t.test('the sections of a course have one next look, sooner the more it is watched', (t) => {
  const [first, second] = [after('70001', '310', 1), after('70002', '310', 0)];
  const next = nextLooks([first, second], pace('adaptive', { price: 60_000 ** 2 }), NOW);
  t.equal(next(first), 60_000);
  t.equal(next(second), 60_000);
  const busy = nextLooks([after('70001', '310', 16)], pace('adaptive', { price: 60_000 ** 2 }), NOW);
  t.equal(busy(first), 30_000, 'four times the appeal, half the gap');
  t.end();
});

t.test('what one request shows together is looked at together', (t) => {
  const [first, second] = [after('70001', '310', 1), after('70002', '110', 9)];
  const next = nextLooks([first, second], pace('adaptive', { price: 60_000 ** 2 }), NOW);
  t.equal(next(first), 30_000, 'an appeal of 1 and one of 3');
  t.end();
});

t.test('with an ample budget the next look is within the promise', (t) => {
  const open = after('70001', '310', 1);
  const calm = {
    ...open,
    state: { ...open.state!, status: 'cancelled' as const, changedAt: '2020-01-01T00:00:00.000Z' },
  };
  t.equal(nextLooks([calm], pace('adaptive'), NOW)(calm), 4 * INTERVAL);
  t.end();
});

t.test('fixed: an interval; stagger: the next turn of the lowest watched number of the course', (t) => {
  const course = [after('70002', '310', 0), after('70003', '310', 1), after('70004', '310', 1)];
  for (const section of course) {
    t.equal(nextLooks(course, pace('fixed'), NOW)(section), INTERVAL);
    t.equal((NOW + nextLooks(course, pace('stagger'), NOW)(section)) % INTERVAL, INTERVAL / 2, 'odd: in the middle');
  }
  t.end();
});
