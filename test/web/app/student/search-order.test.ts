import t from 'tap';
import { countSeats } from '../../../../src/domain/section.ts';
import { inOrder, type Order } from '../../../../src/web/app/student/search-order.ts';
import { sample } from '../support/sample.ts';

const at = (start: string) => [{ days: ['Mon' as const], start, end: '23:00', location: '' }];
const sections = [
  sample('1', { meetings: at('14:00') }),
  sample('2', { seats: countSeats(10, 9, 0), meetings: at('10:00') }),
  sample('3', { seats: countSeats(10, 2, 0), meetings: [] }),
  sample('4', { subject: 'MAT', waitlist: { capacity: 5, count: 1 } }),
];
const numbers = (order: Order, ...watched: string[]): string[][] =>
  inOrder(sections, order, (section) => watched.includes(section.split('/')[2]!)).map((course) =>
    course.map(({ classNumber }) => classNumber),
  );

t.test('sections are grouped by course, in the order in which they were found', async (t) => {
  t.same(numbers('course'), [['1', '2', '3'], ['4']]);
});

t.test('open sections come first if wanted, with the most seats first', async (t) => {
  t.same(numbers('seats'), [['3', '2', '1'], ['4']]);
});

t.test('early sections come first if wanted, and those without a time last', async (t) => {
  t.same(numbers('time'), [['2', '1', '3'], ['4']]);
});

t.test('watched sections and their courses come before all others', async (t) => {
  t.same(numbers('seats', '1', '4'), [['1', '3', '2'], ['4']]);
  t.same(numbers('course', '4'), [['4'], ['1', '2', '3']]);
});
