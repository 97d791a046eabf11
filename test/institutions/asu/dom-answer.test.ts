import t from 'tap';
import { asu } from '../../../src/institutions/asu/asu.ts';
import type { ShownPage, ShownRow } from '../../../src/institutions/asu/shown-page.ts';
import type { Reading } from '../../../src/institutions/institution.ts';
import { course } from '../../support/visit.ts';

const row = (cells: Record<string, string[]> = {}, details: Partial<ShownRow> = {}): ShownRow => ({
  cells: {
    course: ['CSE 310'],
    title: ['Data Structures'],
    number: ['66445'],
    instructor: ['Ada Alder'],
    days: ['M W'],
    start: ['4:30 PM'],
    end: ['5:45 PM'],
    location: ['Tempe - PSH153'],
    seats: ['7\u00a0of 150 open seats'],
    ...cells,
  },
  detailsId: null,
  opened: true,
  reservedTable: null,
  ...details,
});
const page = (rows: ShownRow[], rest: Partial<ShownPage> = {}): ShownPage => ({
  title: 'Class Search',
  list: true,
  noClasses: false,
  loading: false,
  failedCalls: 0,
  announced: null,
  rows,
  ...rest,
});
const read = (shown: unknown): Reading => asu.read(course, { way: 'dom', page: shown });
const sectionOf = (shown: ShownRow): Extract<Reading, { outcome: 'complete' }>['sections'][number] => {
  const reading = read(page([shown]));
  if (reading.outcome !== 'complete') throw new Error(reading.reason);
  return reading.sections[0]!;
};
/** Why the only row of a page is unsure. */
const doubtOf = (shown: ShownRow): string | undefined => {
  const reading = read(page([shown]));
  return reading.outcome === 'complete' ? reading.unsure[0]?.reason : reading.reason;
};
const reasonFor = (shown: unknown): string => {
  const reading = read(shown);
  return reading.outcome === 'unrecognised' ? reading.reason : 'recognised';
};

const HEADER = [
  'Reserved Groups',
  'Reserved Available Seats',
  'Students Enrolled',
  'Total Seats Reserved',
  'Reserved Until',
];
/** 38 of 60 seats are left. */
const reserved = (...lines: string[][]): ShownRow =>
  row({ seats: ['38 of 60'] }, { reservedTable: [HEADER, ...lines] });

t.test('a row shows a section, but neither its waitlist nor whether it is cancelled', async (t) => {
  t.same(sectionOf(row()), {
    term: '2267',
    classNumber: '66445',
    subject: 'CSE',
    catalogNumber: '310',
    title: 'Data Structures',
    instructors: ['Ada Alder'],
    meetings: [{ days: ['Mon', 'Wed'], start: '16:30', end: '17:45', location: 'Tempe - PSH153' }],
    seats: { capacity: 150, enrolled: 143, available: 7, reserved: 0, open: 7 },
    reservedGroups: [],
    waitlist: null,
    cancelled: null,
  });
  t.equal(sectionOf(row({ number: ['1011-(66445)'] })).classNumber, '66445');
  t.same(sectionOf(row({ instructor: ['Staff'] })).instructors, []);
});

t.test('reserved seats come from the table of an opened row', async (t) => {
  const seats = { capacity: 60, enrolled: 22, available: 38, reserved: 8, open: 30 };
  t.same(sectionOf(reserved(['Honors', '8', '2', '10', '8/20'], ['Non Reserved Available Seats: 30'])).seats, seats);
  t.same(
    sectionOf(
      reserved(
        ['Honors', '8', '2', '10', '8/20'],
        ['Majors', '-18', '19', '1', '8/20'],
        ['Non Reserved Available Seats: 48'],
      ),
    ).seats,
    seats,
    'an over-filled group with its negative number',
  );
  t.same(
    sectionOf(
      reserved(
        ['Honors', '8', '2', '10', '8/20'],
        ['Majors', '0', '19', '1', '8/20'],
        ['Non Reserved Available Seats: 48'],
      ),
    ).seats,
    seats,
    'or partly clamped',
  );
  t.same(
    sectionOf(
      reserved(
        ['Honors', '8', '2', '10', '8/20'],
        ['Majors', '-18', '19', '1', '8/20'],
        ['Non Reserved Available Seats: 30'],
      ),
    ).seats,
    seats,
    'or clamped',
  );
  t.equal(sectionOf(row({ seats: ['38 of 60'] })).seats.reserved, 0, 'opened, without a table');
  t.same(
    sectionOf(
      row(
        { seats: ['2 of 60'] },
        { reservedTable: [HEADER, ['Honors', '8', '2', '10', '8/20'], ['Non Reserved Available Seats: 0']] },
      ),
    ).seats,
    { capacity: 60, enrolled: 58, available: 2, reserved: 8, open: 0 },
  );
});

t.test('seats that may be reserved are unsure, whatever words follow their number', async (t) => {
  for (const seats of ['38 of 60', '38 of 60 open seats'])
    t.match(doubtOf(row({ seats: [seats] }, { opened: false })), /did not open/);
  t.match(
    doubtOf(reserved(['Honors', 'many', '2', '10', '8/20'], ['Non Reserved Available Seats: 30'])),
    /cannot be read/,
  );
  for (const free of [0, 29, 31, 38])
    t.match(
      doubtOf(reserved(['Honors', '8', '2', '10', '8/20'], [`Non Reserved Available Seats: ${free}`])),
      /contradicts the seats left/,
    );
  t.match(doubtOf(reserved(['Honors', '8', '2', '10', '8/20'])), /has an unexpected last line/, 'half a table');
  t.match(doubtOf(reserved()), /has an unexpected last line/);
  t.match(
    doubtOf(
      row(
        { seats: ['38 of 60'] },
        { reservedTable: [['Group', 'Left'], ['Honors', '8'], ['Non Reserved Available Seats: 30']] },
      ),
    ),
    /cannot be read/,
  );
  t.match(doubtOf(row({ seats: ['Open'] })), /seats are shown as "Open"/);
  t.match(doubtOf(row({ seats: ['70 of 60'] })), /more seats left than there are/);
});

t.test('a row without seats left needs no details, and shows only that fact', async (t) => {
  for (const seats of ['0 of 60', '0 of 60 open seats', '-3 of 60']) {
    t.same(
      sectionOf(row({ seats: [seats] }, { opened: false })).seats,
      { capacity: 60, enrolled: 60, available: 0, reserved: 0, open: 0, rough: true },
      seats,
    );
  }
});

t.test('the class number comes from the id, and the cell must not contradict it', async (t) => {
  const numberOf = (number: string[], detailsId: string | null): unknown =>
    read(page([row({ number }, { detailsId })]));
  for (const number of [['60678', 'Syllabus'], ['Syllabus'], [], ['1011-(60678)'], ['1011', '60678']])
    t.match(numberOf(number, 'detailsOpen=60678-100200'), { sections: [{ classNumber: '60678' }] });
  t.match(numberOf(['60678', 'Syllabus'], null), { sections: [{ classNumber: '60678' }] });
  t.match(numberOf(['60679'], 'detailsOpen=60678-100200'), { outcome: 'unrecognised' });
  t.match(numberOf(['1011', '60679'], null), { outcome: 'unrecognised' });
});

t.test('"no classes" is an answer only when the page has loaded and no call failed', async (t) => {
  const none = { list: false, noClasses: true };
  t.same(read(page([], none)), { outcome: 'complete', sections: [], unsure: [] });
  t.match(reasonFor(page([], { ...none, loading: true })), /still loading/);
  t.match(reasonFor(page([], { ...none, failedCalls: 1 })), /calls of the page failed/);
  t.match(reasonFor(page([], { ...none, announced: 3 })), /no list of classes/);
  t.match(reasonFor(page([], { list: true })), /no list of classes/, 'an empty list without the heading');
});

t.test('another kind of page is unrecognised', async (t) => {
  t.match(reasonFor(page([], { list: false, title: 'Sign\nin' })), /title is "Sign in"/);
  t.match(reasonFor(page([row(), row({ number: ['66446'] })], { announced: 11 })), '2 of 11 rows');
  t.match(reasonFor(page([row(), row()])), /shown twice/);
  t.match(reasonFor(page([row({ number: [] })])), /no row can be identified/);
  t.match(
    reasonFor(page([{ cells: {}, detailsId: null, opened: false, reservedTable: null }])),
    /no row can be identified/,
  );
  for (const shown of [null, 'page', {}, { ...page([]), rows: [{}] }]) t.match(reasonFor(shown), /unexpected shape/);
});

t.test(
  'a row that cannot be read is unsure alone, and one without a number makes all sections that are not listed unsure',
  async (t) => {
    t.match(read(page([row(), row({ number: ['66446'], course: [] })])), {
      sections: [{ classNumber: '66445' }],
      unsure: [{ classNumber: '66446', reason: 'it has no course' }],
    });
    t.match(read(page([row(), row({ number: [] })])), {
      sections: [{ classNumber: '66445' }],
      unsure: [{ classNumber: null, reason: 'it shows no class number' }],
    });
  },
);

t.test('meetings whose lines do not match are unknown', async (t) => {
  const lines = { days: ['M', 'F'], start: ['9:00 AM', '1:00 PM'], end: ['9:50 AM', '1:50 PM'] };
  t.equal(sectionOf(row(lines)).meetings?.length, 2);
  t.equal(sectionOf(row({ ...lines, end: ['9:50 AM'] })).meetings, null);
  t.equal(sectionOf(row({ location: ['A', 'B'] })).meetings, null);
  const { location: _location, ...cells } = row(lines).cells;
  t.equal(sectionOf({ ...row(), cells }).meetings, null, 'a missing cell');
  t.same(
    sectionOf(
      row({ days: ['', 'F'], start: ['', '1:00 PM'], end: ['', '1:50 PM'], location: ['ASU Online', 'Tempe - A1'] }),
    ).meetings,
    [
      { days: ['Fri'], start: '13:00', end: '13:50', location: 'Tempe - A1' },
      { days: [], start: null, end: null, location: 'ASU Online' },
    ],
    'an empty line keeps its position',
  );
  t.same(sectionOf(row({ days: [''], start: [''], end: [''], location: ['ASU Online'] })).meetings, [
    { days: [], start: null, end: null, location: 'ASU Online' },
  ]);
});
