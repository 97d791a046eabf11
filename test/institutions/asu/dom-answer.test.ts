import t from 'tap';
import { asu } from '../../../src/institutions/asu/asu.ts';
import type { ShownPage, ShownRow } from '../../../src/institutions/asu/shown-page.ts';
import type { Reading } from '../../../src/institutions/institution.ts';
import { course } from '../../support/visit.ts';

const row = (cells: Record<string, string[]> = {}, details: Partial<ShownRow> = {}): ShownRow => ({
  cells: {
    course: ['CSE 310'], title: ['Data Structures'], number: ['66445'], instructor: ['Ada Alder'], days: ['M W'], start: ['4:30 PM'], end: ['5:45 PM'],
    location: ['Tempe - PSH153'], seats: ['7\u00a0of 150 open seats'], ...cells,
  },
  opened: false, reservedTable: null, ...details,
});
const page = (rows: ShownRow[], rest: Partial<ShownPage> = {}): ShownPage => ({ title: 'Class Search', list: true, noClasses: false, loading: false, failedCalls: 0, announced: null, rows, ...rest });
const read = (shown: unknown): Reading => asu.read(course, { way: 'dom', page: shown });
const sectionOf = (shown: ShownRow): Extract<Reading, { outcome: 'complete' }>['sections'][number] => {
  const reading = read(page([shown]));
  if (reading.outcome !== 'complete') throw new Error(reading.reason);
  return reading.sections[0]!;
};
/** Why the one row of a page says nothing sure. */
const doubtOf = (shown: ShownRow): string | undefined => {
  const reading = read(page([shown]));
  return reading.outcome === 'complete' ? reading.unsure[0]?.reason : reading.reason;
};
const reasonFor = (shown: unknown): string => {
  const reading = read(shown);
  return reading.outcome === 'unrecognised' ? reading.reason : 'recognised';
};

const HEADER = ['Reserved Groups', 'Reserved Available Seats', 'Students Enrolled', 'Total Seats Reserved', 'Reserved Until'];
/** Of 60 seats, 38 are left. */
const reserved = (...lines: string[][]): ShownRow => row({ seats: ['38 of 60'] }, { opened: true, reservedTable: [HEADER, ...lines] });

t.test('a row shows a section, without its waitlist', async (t) => {
  t.same(sectionOf(row()), {
    term: '2267', classNumber: '66445', subject: 'CSE', catalogNumber: '310', title: 'Data Structures', instructors: ['Ada Alder'],
    meetings: [{ days: ['Mon', 'Wed'], start: '16:30', end: '17:45', location: 'Tempe - PSH153' }],
    seats: { capacity: 150, enrolled: 143, available: 7, reserved: 0, open: 7 }, waitlist: null, cancelled: false,
  });
  t.equal(sectionOf(row({ number: ['1011-(66445)'] })).classNumber, '66445');
  t.same(sectionOf(row({ instructor: ['Staff'] })).instructors, []);
});

t.test('reserved seats come from the table of an opened row', async (t) => {
  const seats = { capacity: 60, enrolled: 22, available: 38, reserved: 8, open: 30 };
  t.same(sectionOf(reserved(['Honors', '8', '2', '10', '8/20'], ['Non Reserved Available Seats: 30'])).seats, seats);
  t.same(sectionOf(reserved(['Honors', '8', '2', '10', '8/20'])).seats, seats);
  t.same(sectionOf(reserved(['Honors', '8', '2', '10', '8/20'], ['Majors', '-18', '19', '1', '8/20'], ['Non Reserved Available Seats: 48'])).seats, seats, 'an over-filled group');
  t.equal(sectionOf(row({ seats: ['38 of 60'] }, { opened: true })).seats.reserved, 0, 'opened, and no table');
});

t.test('seats that cannot be told apart from reserved ones are unsure', async (t) => {
  t.match(doubtOf(row({ seats: ['38 of 60'] })), /did not open/);
  t.match(doubtOf(reserved(['Honors', 'many', '2', '10', '8/20'])), /cannot be read/);
  t.match(doubtOf(reserved(['Honors', '8', '2', '10', '8/20'], ['Non Reserved Available Seats: 0'])), /cannot be read/, 'the page promises less');
  t.match(doubtOf(row({ seats: ['38 of 60'] }, { opened: true, reservedTable: [['Group', 'Left'], ['Honors', '8']] })), /cannot be read/);
  t.match(doubtOf(row({ seats: ['Open'] })), /seats are shown as "Open"/);
});

t.test('no classes is an answer only when the page is done and nothing failed', async (t) => {
  const none = { list: false, noClasses: true };
  t.same(read(page([], none)), { outcome: 'complete', sections: [], unsure: [] });
  t.match(reasonFor(page([], { ...none, loading: true })), /still loading/);
  t.match(reasonFor(page([], { ...none, failedCalls: 1 })), /calls of the page failed/);
  t.match(reasonFor(page([], { ...none, announced: 3 })), /no list of classes/);
  t.match(reasonFor(page([], { list: true })), /no list of classes/, 'an empty list without the words');
});

t.test('a page that is something else is unrecognised', async (t) => {
  t.match(reasonFor(page([], { list: false, title: 'Sign\nin' })), /title is "Sign in"/);
  t.match(reasonFor(page([row(), row({ number: ['66446'] })], { announced: 11 })), '2 of 11 rows');
  t.match(reasonFor(page([row(), row()])), /shown twice/);
  t.match(reasonFor(page([row({ number: [] })])), /no row of it can be told/);
  t.match(reasonFor(page([{ cells: {}, opened: false, reservedTable: null }])), /no row of it can be told/);
  for (const shown of [null, 'page', {}, { ...page([]), rows: [{}] }]) t.match(reasonFor(shown), /another shape/);
});

t.test('one row that cannot be read blinds itself only, and one without a number all that are not listed', async (t) => {
  t.match(read(page([row(), row({ number: ['66446'], course: [] })])), { sections: [{ classNumber: '66445' }], unsure: [{ classNumber: '66446', reason: 'it has no course' }] });
  t.match(read(page([row(), row({ number: [] })])), { sections: [{ classNumber: '66445' }], unsure: [{ classNumber: null, reason: 'it has no class number' }] });
});

t.test('meetings whose lines do not match one another are not shown', async (t) => {
  const lines = { days: ['M', 'F'], start: ['9:00 AM', '1:00 PM'], end: ['9:50 AM', '1:50 PM'] };
  t.equal(sectionOf(row(lines)).meetings?.length, 2);
  t.equal(sectionOf(row({ ...lines, end: ['9:50 AM'] })).meetings, null);
  t.equal(sectionOf(row({ location: ['A', 'B'] })).meetings, null);
  t.same(sectionOf(row({ days: [], start: [], end: [], location: ['ASU Online'] })).meetings, [{ days: [], start: null, end: null, location: 'ASU Online' }]);
});
