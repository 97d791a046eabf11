import { readFileSync } from 'node:fs';
import t from 'tap';
import { asu } from '../../../src/institutions/asu/asu.ts';
import type { LookRequest } from '../../../src/institutions/institution.ts';
import { changed, pageOf, read, sectionsOf } from '../../support/api-answers.ts';
import { siteRows } from '../../support/class-search-site.ts';

const captured = readFileSync('test/fixtures/asu/search-classes-cse310-2267.json', 'utf8');

const reasonFor = (...pages: string[]): string => {
  const reading = read(...pages);
  return reading.outcome === 'unrecognised' ? reading.reason : 'recognised';
};

t.test('a real answer is read completely', async (t) => {
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
      campus: 'Tempe',
      mode: 'in-person',
      notes: { consent: false, enrollBy: '2026-08-26' },
      reservedGroups: [],
      cancelled: false,
    },
  );
  t.same(sections.find(({ classNumber }) => classNumber === '75092')?.meetings, [
    { days: [], start: null, end: null, location: 'ASU Online' },
  ]);
});

t.test('no rows and a count of 0 mean that there are no classes', async (t) => {
  t.same(read(pageOf([])), { outcome: 'complete', sections: [], unsure: [] });
});

t.test('pages add up to one answer', async (t) => {
  const rows = siteRows(250);
  t.equal(sectionsOf(pageOf(rows.slice(0, 200), 250), pageOf(rows.slice(200), 250)).length, 250);
});

t.test('an incomplete answer is unrecognised', async (t) => {
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

t.test('a row that cannot be read makes only itself unsure', async (t) => {
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

t.test('an answer without any class number is unrecognised', async (t) => {
  t.match(reasonFor(pageOf([null, changed({}, { CLASSNBR: '' })])), 'no row can be identified');
});

t.test('an unsure row of another term does not count', async (t) => {
  t.match(read(pageOf([changed({}), changed({ seatInfo: undefined }, { STRM: '2271' })])), {
    sections: [{ term: '2267' }],
    unsure: [],
  });
});

t.test('the rows of several meetings make one section', async (t) => {
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

t.test('an answer may have other classes, but a row of another term makes it unrecognised', async (t) => {
  t.same(
    sectionsOf(pageOf([changed({}), changed({}, { CLASSNBR: '10002' })])).map(({ classNumber }) => classNumber),
    ['10001', '10002'],
  );
  t.match(read(pageOf([changed({}), changed({}, { CLASSNBR: '10002', STRM: '2271' })])), {
    outcome: 'unrecognised',
    reason: 'class 10002 is of term 2271',
  });
});

t.test('the first page is enough for keywords', async (t) => {
  const typed: LookRequest = { id: 'data', institution: 'asu', term: '2267', by: 'keywords', keywords: 'data' };
  const reading = asu.read(typed, { way: 'api', pages: [pageOf(siteRows(200), 900)] });
  t.equal(reading.outcome === 'complete' && reading.sections.length, 200);
  t.equal(asu.read(typed, { way: 'api', pages: [pageOf([], 900)] }).outcome, 'unrecognised');
});
