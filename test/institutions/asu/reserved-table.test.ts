import t from 'tap';
import { readReservedTable } from '../../../src/institutions/asu/reserved-table.ts';

const HEADER = ['Reserved Groups', 'Reserved Available Seats', 'Students Enrolled', 'Total Seats Reserved'];
const sumReserved = (...given: Parameters<typeof readReservedTable>): unknown => {
  const read = readReservedTable(...given);
  return typeof read === 'string' ? read : read.reserved;
};
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
  t.match(readReservedTable([], 38), /unexpected last line/);
  t.match(readReservedTable(table(['Honors', '8', '2', '10']), 38), /unexpected last line/);
  t.match(
    readReservedTable(table(['Honors', 'many', '2', '10'], ['Non Reserved Available Seats: 30']), 38),
    /cannot be read/,
  );
  t.match(readReservedTable([['Group'], ['Honors'], ['Non Reserved Available Seats: 30']], 38), /cannot be read/);
  t.match(
    readReservedTable(table(['Honors', '8', '2', '10'], ['Non Reserved Available Seats: 29']), 38),
    /contradicts/,
  );
});

t.test('the groups are read by name, unless the table lacks a name or a number', async (t) => {
  const groups = (header: string[], ...line: string[]): unknown => {
    const read = readReservedTable([header, line, ['Non Reserved Available Seats: 30']], 38);
    return typeof read === 'string' ? read : read.groups;
  };
  t.same(groups(HEADER, 'Honors', '8', '2', '10'), [{ name: 'Honors', capacity: 10, enrolled: 2 }]);
  t.equal(groups(HEADER, '', '8', '2', '10'), undefined);
  t.equal(groups(HEADER, 'Honors', '8', '', '10'), undefined);
  t.equal(groups(['Reserved Available Seats'], '8'), undefined);
});
