import fc from 'fast-check';
import t from 'tap';
import { Group } from '../../../src/checking/choosing/group.ts';
import { Unit } from '../../../src/checking/choosing/unit.ts';
import { boardRow, full } from '../../support/board-rows.ts';

const course = fc.record({
  watches: fc.integer({ min: 1, max: 900 }),
  lookedAt: fc.integer({ min: 0, max: 90_000_000 }),
});
const courses = fc.array(course, { minLength: 1, maxLength: 30 });

function groupOf(courses: { watches: number; lookedAt: number }[]): Group {
  const group = new Group({ term: '2267', subject: 'CSE' });
  for (const [index, { watches, lookedAt }] of courses.entries()) {
    const unit = new Unit({ term: '2267', course: { subject: 'CSE', catalogNumber: String(index) } }, 0);
    unit.put(boardRow(10_000 + index, `CSE ${index}`, { watches, seen: full({ lookedAt }) }), lookedAt);
    unit.weigh(lookedAt);
    group.units.add(unit);
  }
  group.sum();
  return group;
}

const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));

t.test('the gain from the sums is the sum of appeal times age squared', (t) => {
  fc.assert(
    fc.property(courses, fc.integer({ min: 0, max: 90_000_000 }), (courses, after) => {
      const group = groupOf(courses);
      const now = 90_000_000 + after;
      let gain = 0;
      for (const { appeal, lookedAt } of group.units) gain += appeal * (now - lookedAt) ** 2;
      return close(group.gain(now), gain);
    }),
    { seed: 10 },
  );
  t.end();
});

t.test('it tells when a gain is reached', (t) => {
  fc.assert(
    fc.property(courses, fc.integer({ min: 1, max: 90_000_000 }), (courses, after) => {
      const group = groupOf(courses);
      const now = 90_000_000 + after;
      return close(group.gainReachedAt(group.gain(now)), now);
    }),
    { seed: 10 },
  );
  t.end();
});

t.test('a course whose look failed does not count until its retry', (t) => {
  const group = groupOf([
    { watches: 1, lookedAt: 0 },
    { watches: 4, lookedAt: 0 },
  ]);
  const gain = group.gain(60_000);
  const [first] = group.units;
  first!.put(boardRow(10_000, 'CSE 0', { failures: 2, dueAt: 8_000 }), 0);
  first!.weigh(0);
  group.sum();
  t.ok(close(group.gain(60_000), (gain * 2) / 3));
  t.equal(group.retryAt, 8_000);
  t.end();
});
