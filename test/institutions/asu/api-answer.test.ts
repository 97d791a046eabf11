import { readFileSync } from 'node:fs';
import t from 'tap';
import { asu } from '../../../src/institutions/asu/asu.ts';
import type { LookRequest, Reading } from '../../../src/institutions/institution.ts';
import type { SeenSection } from '../../../src/domain/section.ts';
import { siteRows } from '../../support/class-search-site.ts';
import type { SiteRow } from '../../support/class-search-site.ts';

const course: LookRequest = {
  id: 'CSE 310',
  institution: 'asu',
  term: '2267',
  by: 'course',
  subject: 'CSE',
  catalogNumber: '310',
};
const captured = readFileSync('test/fixtures/asu/search-classes-cse310-2267.json', 'utf8');

const read = (...pages: string[]): Reading => asu.read(course, { way: 'api', pages });
const pageOf = (rows: unknown[], total = rows.length): string =>
  JSON.stringify({ classes: rows, scrollId: 'next', total: { value: total, relation: 'eq' } });
const reasonFor = (...pages: string[]): string => {
  const reading = read(...pages);
  return reading.outcome === 'unrecognised' ? reading.reason : 'recognised';
};
const sectionsOf = (...pages: string[]): SeenSection[] => {
  const reading = read(...pages);
  if (reading.outcome !== 'complete') throw new Error(reading.reason);
  return reading.sections;
};
/** One section from a good row with other values in it. */
const readRow = (row: Partial<SiteRow>, clas: Record<string, unknown> = {}): SeenSection =>
  sectionsOf(pageOf([changed(row, clas)]))[0]!;
const changed = (row: Partial<SiteRow>, clas: Record<string, unknown> = {}): SiteRow => {
  const good = siteRows(1)[0]!;
  return { ...good, ...row, CLAS: { ...good.CLAS, ...clas } };
};

t.test('a real answer is read whole', async (t) => {
  const sections = sectionsOf(captured);
  t.equal(sections.length, 11);
  t.same(
    sections.find(({ classNumber }) => classNumber === '66445'),
    {
      term: '2267',
      classNumber: '66445',
      subject: 'CSE',
      catalogNumber: '310',
      title: 'Data Structures and Algorithms',
      instructors: ['Ada Alder'],
      meetings: [{ days: ['Mon', 'Wed'], start: '16:30', end: '17:45', location: 'Tempe - PSH153' }],
      seats: { capacity: 150, enrolled: 81, available: 69, reserved: 0, open: 69 },
      waitlist: { capacity: 0, count: 0 },
      cancelled: false,
    },
  );
  t.same(sections.find(({ classNumber }) => classNumber === '75092')?.meetings, [
    { days: [], start: null, end: null, location: 'ASU Online' },
  ]);
});

t.test('no rows where none are counted surely means no classes', async (t) => {
  t.same(read(pageOf([])), { outcome: 'complete', sections: [], unsure: [] });
});

t.test('pages add up to one answer', async (t) => {
  const rows = siteRows(250);
  t.equal(sectionsOf(pageOf(rows.slice(0, 200), 250), pageOf(rows.slice(200), 250)).length, 250);
});

t.test('an answer that is not whole is unrecognised', async (t) => {
  const rows = siteRows(3);
  t.match(reasonFor(), 'the answer has no page');
  t.match(reasonFor(captured.slice(0, captured.length / 2)), 'page 1 is not a search result');
  t.match(reasonFor('<!doctype html><title>Sign in</title>'), 'page 1 is not a search result');
  t.match(reasonFor('{"message":"Internal server error"}'), 'page 1 is not a search result');
  t.match(reasonFor('null'), 'page 1 is not a search result');
  t.match(reasonFor('{"classes":[],"total":{"value":-1}}'), 'page 1 is not a search result');
  t.match(reasonFor(pageOf(rows, 4)), '3 of 4 rows arrived');
  t.match(reasonFor(pageOf([], 4)), '0 of 4 rows arrived');
  t.match(reasonFor(pageOf(rows, 2)), '3 rows arrived, but the answer counts 2');
  t.match(reasonFor(pageOf(rows, 6), pageOf(siteRows(3, 20_000), 5)), 'page 2 counts 5 rows, the first 6');
  t.match(reasonFor(pageOf(rows, 6), pageOf(rows, 6)), 'class 2267/10001 occurs twice');
});

t.test('one row that cannot be read blinds itself only', async (t) => {
  const nasty: [classNumber: string | null, reason: string, row: unknown][] = [
    [null, 'it has no CLAS', null],
    [null, 'it has no CLAS', []],
    [null, 'it has no CLAS', { CLAS: 'x' }],
    [null, 'it has no class number', changed({}, { CLASSNBR: '66445; drop' })],
    [null, 'it has no class number', changed({}, { CLASSNBR: '' })],
    ['10001', 'it has no term', changed({}, { STRM: null })],
    ['10001', 'it has no course', changed({}, { SUBJECT: '' })],
    ...[
      { seatInfo: undefined },
      { seatInfo: { ENRL_CAP: '', ENRL_TOT: 1 } },
      { seatInfo: { ENRL_CAP: 10, ENRL_TOT: null } },
      { seatInfo: { ENRL_CAP: 10, ENRL_TOT: -5 } },
      { seatInfo: { ENRL_CAP: 1.5, ENRL_TOT: 1 } },
      { seatInfo: { ENRL_CAP: '1e3', ENRL_TOT: 1 } },
      { seatInfo: { ENRL_CAP: -1, ENRL_TOT: 0 } },
    ].map((row): [string, string, unknown] => [
      '10001',
      row.seatInfo === undefined ? 'its seatInfo is missing' : 'its seats cannot be read',
      changed(row),
    ]),
    ...['none', [{ ENRL_CAP: 5 }], [{ ENRL_CAP: 5, ENRL_TOT: -1 }], [null]].map(
      (reservedSeatsInfo): [string, string, unknown] => [
        '10001',
        'its reserved seats cannot be read',
        changed({ reservedSeatsInfo }),
      ],
    ),
  ];
  for (const [classNumber, reason, row] of nasty) {
    const reading = read(pageOf([...siteRows(2, 500), row]));
    t.match(
      reading,
      { outcome: 'complete', sections: [{ classNumber: '500' }, { classNumber: '501' }] },
      JSON.stringify(row).slice(0, 300),
    );
    t.same(
      reading.outcome === 'complete' && [reading.sections.length, reading.unsure],
      [2, [{ classNumber, reason }]],
      JSON.stringify(row).slice(0, 300),
    );
  }
});

t.test('an answer in which not one row names its class has another layout', async (t) => {
  t.match(reasonFor(pageOf([null, changed({}, { CLASSNBR: '' })])), 'no row can be identified');
});

t.test('an unsure row of another term is of no section that was asked for', async (t) => {
  t.match(read(pageOf([changed({}), changed({ seatInfo: undefined }, { STRM: '2271' })])), {
    sections: [{ term: '2267' }],
    unsure: [],
  });
});

t.test('seats are counted from seatInfo, numbers and digit strings alike', async (t) => {
  const seats = (ENRL_CAP: unknown, ENRL_TOT: unknown, reservedSeatsInfo?: unknown): unknown =>
    readRow({ seatInfo: { ENRL_CAP, ENRL_TOT }, reservedSeatsInfo }, { ENRLCAP: '1', ENRLTOT: '1' }).seats;
  t.same(seats('60', '22'), { capacity: 60, enrolled: 22, available: 38, reserved: 0, open: 38 });
  t.same(seats(60, 63), { capacity: 60, enrolled: 63, available: -3, reserved: 0, open: 0 }, 'over-enrolled');
  t.same(seats(null, 5), { capacity: null, enrolled: 5, available: null, reserved: 0, open: null }, 'unlimited');
  t.same(seats(0, 0), { capacity: 0, enrolled: 0, available: 0, reserved: 0, open: 0 });
  const groups = [
    [1, 2],
    [1, 19],
    [1, 3],
    [1, 3],
    ['6', '2'],
  ].map(([ENRL_CAP, ENRL_TOT]) => ({ ENRL_CAP, ENRL_TOT }));
  t.same(
    seats(130, 39, groups),
    { capacity: 130, enrolled: 39, available: 91, reserved: 4, open: 87 },
    'over-filled groups give nothing back',
  );
});

t.test('nobody who teaches is no instructor, names not shown are null', async (t) => {
  const instructors = (INSTRUCTORSLIST: unknown): string[] | null => readRow({}, { INSTRUCTORSLIST }).instructors;
  t.same(instructors(null), []);
  const nobody = [
    'Staff',
    'TBA',
    'TBD',
    'To be announced',
    'To Be Determined',
    'Select instructor during enrollment',
    'Instructor not assigned',
    'Not assigned',
    'No instructor',
    '-',
  ];
  for (const words of nobody) t.same(instructors([words]), [], words);
  for (const name of ['Ada Stafford', 'Tba Nguyen', 'An No', 'Unknown Smith', 'Ng'])
    t.same(instructors([name]), [name]);
  t.same(instructors(['Ada Alder', null, '', 'Ada Alder', 'Ben Birch']), ['Ada Alder', 'Ben Birch']);
  t.equal(instructors(undefined), null);
  t.equal(instructors('Ada Alder'), null);
});

t.test('a class that meets several times has a meeting for each', async (t) => {
  const lists = { STARTTIMES: ['4:30 PM', '9:00 AM'], ENDTIMES: ['5:45 PM', '9:50 AM'] };
  t.same(
    readRow(
      { DAYLIST: ['T Th', 'M'], LOCATIONBUILDING: [{ NAME: 'Tempe - PSH153' }, { NAME: 'Tempe - LSE104' }] },
      lists,
    ).meetings,
    [
      { days: ['Mon'], start: '09:00', end: '09:50', location: 'Tempe - LSE104' },
      { days: ['Tue', 'Thu'], start: '16:30', end: '17:45', location: 'Tempe - PSH153' },
    ],
    'in the order of the week',
  );
  t.same(
    readRow(
      { DAYLIST: null, LOCATIONBUILDING: undefined },
      { ...lists, STARTTIMES: null, ENDTIMES: null, DAYLIST: null, LOCATIONBUILDING: '[{"NAME":"ASU Online"}]' },
    ).meetings,
    [{ days: [], start: null, end: null, location: 'ASU Online' }],
    'the list of places inside a string',
  );
  t.same(readRow({ DAYLIST: null, LOCATIONBUILDING: null }, { STARTTIMES: null, ENDTIMES: null }).meetings, []);
  t.same(
    readRow(
      { DAYLIST: [''], LOCATIONBUILDING: [{ NAME: 'ASU Online' }] },
      { STARTTIMES: ['12:00 AM'], ENDTIMES: ['12:00 AM'] },
    ).meetings,
    [{ days: [], start: null, end: null, location: 'ASU Online' }],
    'midnight to midnight is no time',
  );
});

t.test('meetings that are rows of their own make one section', async (t) => {
  const rows = [
    changed({}, { CLASSMTGNBR: '1' }),
    changed({ DAYLIST: ['F'] }, { CLASSMTGNBR: '2', INSTRUCTORSLIST: ['Ben Birch'] }),
  ];
  const [section, ...others] = sectionsOf(pageOf(rows));
  t.equal(others.length, 0);
  t.same(
    section?.meetings?.map(({ days }) => days),
    [['Mon', 'Wed'], ['Fri']],
  );
  t.same(section?.instructors, ['Ada Alder', 'Ben Birch']);
  const torn = [rows[0], { ...rows[1], seatInfo: { ENRL_CAP: 60, ENRL_TOT: 60 } }];
  t.same(read(pageOf(torn)), {
    outcome: 'complete',
    sections: [],
    unsure: [{ classNumber: '10001', reason: 'its rows disagree on seats' }],
  });
  for (const half of [
    [rows[0], { ...rows[1], seatInfo: null }],
    [{ ...rows[0], seatInfo: null }, rows[1]],
  ])
    t.match(read(pageOf(half)), { sections: [], unsure: [{ classNumber: '10001' }] });
});

t.test('times and days written in an unknown way leave the schedule unknown, not the seats', async (t) => {
  const odd = readRow({ DAYLIST: ['Blursday'] });
  t.equal(odd.meetings, null);
  t.equal(odd.seats.open, 38);
  t.equal(readRow({}, { STARTTIMES: ['25:99 PM'] }).meetings, null);
});

t.test('the waitlist is null when the row shows none', async (t) => {
  t.same(readRow({}, { WAITTOT: '3', WAITCAP: 10 }).waitlist, { capacity: 10, count: 3 });
  t.equal(readRow({}, { WAITTOT: undefined }).waitlist, null);
  t.equal(readRow({}, { WAITCAP: '-1' }).waitlist, null);
});

/** Why the one row of an answer says nothing sure. */
const doubtOf = (row: Partial<SiteRow>, clas: Record<string, unknown> = {}): string | undefined => {
  const reading = read(pageOf([changed(row, clas)]));
  return reading.outcome === 'complete' ? reading.unsure[0]?.reason : reading.reason;
};

t.test(
  'a class is cancelled by the letter X alone; a letter that is neither active nor cancelled says nothing sure',
  async (t) => {
    t.equal(readRow({}, { CLASSSTAT: 'A' }).cancelled, false);
    t.equal(readRow({}, { CLASSSTAT: 'X' }).cancelled, true);
    t.equal(readRow({}, { CLASSSTAT: undefined }).cancelled, null);
    for (const letter of ['S', 'T', 'Q', 'a', 'AX', '1'])
      t.match(doubtOf({}, { CLASSSTAT: letter }), `its class status is "${letter}"`);
    t.equal(
      doubtOf({}, { CLASSSTAT: 'Q' }),
      doubtOf({}, { CLASSSTAT: 'Q', CLASSNBR: '66446' }),
      'one reason a letter, so it is logged once',
    );
  },
);

t.test('a row that contradicts itself on reserved seats says nothing sure', async (t) => {
  const room = { reservedSeatsInfo: [{ ENRL_CAP: 6, ENRL_TOT: 2 }] };
  const overFilled = { reservedSeatsInfo: [{ ENRL_CAP: 1, ENRL_TOT: 19 }] };
  for (const row of [{}, { reservedSeatsInfo: null }, { reservedSeatsInfo: [] }, overFilled])
    t.match(doubtOf(row, { HASACTIVERESERVEDSEATS: 'Y' }), 'seats are reserved but shows none');
  t.match(doubtOf(room, { HASACTIVERESERVEDSEATS: 'N' }), 'no seats are reserved but shows some');
  t.equal(readRow(room, { HASACTIVERESERVEDSEATS: 'Y' }).seats.reserved, 4);
  for (const row of [{}, overFilled]) t.equal(readRow(row, { HASACTIVERESERVEDSEATS: 'N' }).seats.reserved, 0);
});

t.test('what the site writes is bounded and cleaned', async (t) => {
  const { title } = readRow({}, { TITLE: `A\u0000 \u202eB\n<b>\ud800${'x'.repeat(5_000)}` });
  t.match(title, /^A B <b>x+$/);
  t.equal(title.length, 200);
  t.same(readRow({}, { INSTRUCTORSLIST: Array.from({ length: 500 }, (_, i) => `N${i}`) }).instructors?.length, 20);
  t.equal(readRow({ DAYLIST: Array.from({ length: 500 }, () => 'M') }).meetings, null);
});

t.test(
  'other classes are part of the answer; a row of another term makes it an answer to another question',
  async (t) => {
    t.same(
      sectionsOf(pageOf([changed({}), changed({}, { CLASSNBR: '10002' })])).map(({ classNumber }) => classNumber),
      ['10001', '10002'],
    );
    t.match(read(pageOf([changed({}), changed({}, { CLASSNBR: '10002', STRM: '2271' })])), {
      outcome: 'unrecognised',
      reason: 'class 10002 is of term 2271',
    });
  },
);

t.test('the first page is enough for what a student typed', async (t) => {
  const typed: LookRequest = { id: 'data', institution: 'asu', term: '2267', by: 'keywords', keywords: 'data' };
  const reading = asu.read(typed, { way: 'api', pages: [pageOf(siteRows(200), 900)] });
  t.equal(reading.outcome === 'complete' && reading.sections.length, 200);
  t.equal(asu.read(typed, { way: 'api', pages: [pageOf([], 900)] }).outcome, 'unrecognised');
});
