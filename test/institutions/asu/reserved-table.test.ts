import t from 'tap';
import { sumReserved } from '../../../src/institutions/asu/reserved-table.ts';

const HEADER = ['Reserved Groups', 'Reserved Available Seats', 'Students Enrolled', 'Total Seats Reserved'];
const table = (...lines: string[][]): string[][] => [HEADER, ...lines];

t.test('the seats left of all groups are reserved', async (t) => {
  const groups = [
    ['Honors', '8', '2', '10'],
    ['Majors', '5', '0', '5'],
  ];
  t.equal(sumReserved(table(...groups, ['Non Reserved Available Seats: 25']), 38), 13);
  t.equal(sumReserved(table(['Non Reserved Available Seats: 38']), 38), 0, 'no groups');
});

t.test('an over-filled group counts as 0, however the page counts it', async (t) => {
  const free = (left: string, seats: number): string[][] =>
    table(['Honors', '8', '2', '10'], ['Majors', left, '19', '1'], [`Non Reserved Available Seats: ${seats}`]);
  t.equal(sumReserved(free('-18', 48), 38), 8);
  t.equal(sumReserved(free('0', 48), 38), 8);
  t.equal(sumReserved(free('0', 30), 38), 8);
});

t.test('an incomplete, unknown or contradictory table gives the reason', async (t) => {
  t.match(sumReserved([], 38), /unexpected last line/);
  t.match(sumReserved(table(['Honors', '8', '2', '10']), 38), /unexpected last line/);
  t.match(
    sumReserved(table(['Honors', 'many', '2', '10'], ['Non Reserved Available Seats: 30']), 38),
    /cannot be read/,
  );
  t.match(sumReserved([['Group'], ['Honors'], ['Non Reserved Available Seats: 30']], 38), /cannot be read/);
  t.match(sumReserved(table(['Honors', '8', '2', '10'], ['Non Reserved Available Seats: 29']), 38), /contradicts/);
});
