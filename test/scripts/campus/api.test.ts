import t from 'tap';
import { startCampus } from '../../../scripts/campus/campus.ts';
import type { Campus } from '../../../scripts/campus/campus.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';

interface Row {
  CLAS: Record<string, unknown>;
  SUBJECTNUMBER: string;
  seatInfo: { ENRL_CAP: number; ENRL_TOT: number };
  reservedSeatsInfo?: { ENRL_CAP: number; ENRL_TOT: number }[];
}
interface Answer {
  classes: Row[];
  scrollId: string;
  total: { value: number };
}

const VISITOR = { authorization: 'Bearer null' };

async function ask(campus: Campus, parameters: Record<string, string>): Promise<Answer> {
  const query = new URLSearchParams({ refine: 'Y', term: campus.term, ...parameters }).toString();
  const response = await fetch(`${campus.apiUrl}/search/classes?${query}`, { headers: VISITOR });
  t.equal(response.status, 200);
  return (await response.json()) as Answer;
}

const numbers = (answer: Answer): unknown[] => answer.classes.map(({ CLAS }) => CLAS.CLASSNBR);

t.test('the search API', async (t) => {
  const campus = await startCampus({ port: 0, speed: 0, clock: new ManualClock() });
  t.teardown(() => campus.close());

  await t.test('answers 401 in plain text without an Authorization header, and accepts any value', async (t) => {
    const without = await fetch(`${campus.apiUrl}/search/terms`);
    t.equal(without.status, 401);
    t.equal(await without.text(), 'Unauthorized');
    t.equal((await fetch(`${campus.apiUrl}/search/terms`, { headers: { authorization: 'anything' } })).status, 200);
  });

  await t.test('shows a course with the types of the real answer', async (t) => {
    const { classes, total } = await ask(campus, { subject: 'CSE', catalogNbr: '310' });
    t.equal(total.value, classes.length);
    const row = classes.find(({ CLAS }) => CLAS.CLASSNBR === '66445')!;
    t.match(row, {
      SUBJECTNUMBER: 'CSE 310',
      seatInfo: { ENRL_CAP: 150, ENRL_TOT: 150 },
      CLAS: {
        STRM: campus.term,
        SUBJECT: 'CSE',
        CATALOGNBR: '310',
        TITLE: 'Data Structures and Algorithms',
        INSTRUCTORSLIST: ['Ada Alder'],
        STARTTIMES: ['4:30 PM'],
        ENDTIMES: ['5:45 PM'],
        ENRLCAP: '150',
        ENRLTOT: '150',
        ENRLSTAT: 'C',
        CLASSSTAT: 'A',
        HASACTIVERESERVEDSEATS: 'N',
        WAITCAP: '0',
        WAITTOT: '0',
      },
    });
    t.equal(
      (JSON.parse(row.CLAS.LOCATIONBUILDING as string) as { NAME: string }[])[0]!.NAME,
      'Tempe - PSH153',
      'JSON inside a string',
    );
    t.notOk('reservedSeatsInfo' in row, 'no groups, no key');
  });

  await t.test('lists all rows of a subject in pages of 200, whatever page size is requested', async (t) => {
    const expected = campus.sections
      .filter(({ term, subject }) => term === campus.term && subject === 'ENG')
      .map(({ classNumber }) => classNumber);
    t.ok(expected.length > 400, 'a subject of several pages');
    let page = await ask(campus, { subject: 'ENG', pageSize: '5' });
    const seen = numbers(page);
    while (seen.length < page.total.value) {
      t.equal(page.classes.length, 200);
      page = await ask(campus, { subject: 'ENG', scrollId: page.scrollId });
      seen.push(...numbers(page));
    }
    t.same(seen, expected);
    t.same((await ask(campus, { scrollId: page.scrollId })).classes, [], 'nothing after the end');
  });

  await t.test('answers 404 for an unknown scrollId', async (t) => {
    const response = await fetch(`${campus.apiUrl}/search/classes?scrollId=made-up`, { headers: VISITOR });
    t.equal(response.status, 404);
  });

  await t.test('finds one class by its number, as classNbr and as keyword', async (t) => {
    t.same(numbers(await ask(campus, { classNbr: '66445' })), ['66445']);
    t.same(numbers(await ask(campus, { keywords: '66445' })), ['66445']);
    t.same(numbers(await ask(campus, { classNbr: '00000' })), []);
  });

  await t.test('finds the classes that have all the words of a keyword search', async (t) => {
    const { classes } = await ask(campus, { keywords: 'data STRUCTURES alder' });
    t.ok(classes.length > 0);
    t.ok(
      classes.every(
        ({ CLAS }) =>
          CLAS.TITLE === 'Data Structures and Algorithms' && JSON.stringify(CLAS.INSTRUCTORSLIST).includes('Alder'),
      ),
    );
  });

  await t.test('matches catalog numbers by their beginning', async (t) => {
    const { classes } = await ask(campus, { subject: 'CSE', catalogNbr: '3' });
    t.ok(new Set(classes.map(({ SUBJECTNUMBER }) => SUBJECTNUMBER)).size > 1);
    t.ok(classes.every(({ SUBJECTNUMBER }) => SUBJECTNUMBER.startsWith('CSE 3')));
  });

  await t.test('searchType=open does nothing, and other terms have other sections', async (t) => {
    const all = await ask(campus, { subject: 'CSE', catalogNbr: '310' });
    t.same(numbers(await ask(campus, { subject: 'CSE', catalogNbr: '310', searchType: 'open' })), numbers(all));
    t.notSame(numbers(await ask(campus, { subject: 'CSE', catalogNbr: '310', term: '2267' })), numbers(all));
    t.same(numbers(await ask(campus, { subject: 'CSE', term: '1999' })), []);
  });

  await t.test('shows a change at once', async (t) => {
    campus.setSeats('66445', {
      enrolled: 149,
      instructors: null,
      reserved: [{ label: 'Honors', capacity: 6, enrolled: 2, until: null }],
      waitlist: { capacity: 5, count: 1 },
    });
    const [row] = (await ask(campus, { classNbr: '66445' })).classes;
    t.match(row, {
      seatInfo: { ENRL_CAP: 150, ENRL_TOT: 149 },
      reservedSeatsInfo: [{ ENRL_CAP: 6, ENRL_TOT: 2 }],
      CLAS: { ENRLSTAT: 'O', HASACTIVERESERVEDSEATS: 'Y', INSTRUCTORSLIST: null, WAITCAP: '5', WAITTOT: '1' },
    });
    campus.setSeats('66445', { listing: 'cancelled' });
    t.match((await ask(campus, { classNbr: '66445' })).classes[0], { CLAS: { CLASSSTAT: 'X', ENRLSTAT: 'C' } });
    campus.setSeats('66445', { listing: 'vanished' });
    t.same(numbers(await ask(campus, { classNbr: '66445' })), []);
    campus.openSeat('66445');
    t.match((await ask(campus, { classNbr: '66445' })).classes[0], {
      CLAS: { CLASSSTAT: 'A', WAITTOT: '0' },
      seatInfo: { ENRL_CAP: 150, ENRL_TOT: 145 },
    });
  });

  await t.test('lists terms, and the subjects of a term', async (t) => {
    const get = async (path: string): Promise<unknown> =>
      (await fetch(`${campus.apiUrl}/search/${path}`, { headers: VISITOR })).json();
    t.same(await get('terms'), [
      { value: '2271', label: 'Spring 2027' },
      { value: '2274', label: 'Summer 2027' },
      { value: '2267', label: 'Fall 2026' },
    ]);
    t.match(await get(`subjects?term=${campus.term}`), [{ value: 'ACC', label: 'Accountancy' }]);
  });

  await t.test('lets the page call it from another name of this machine, and no other origin', async (t) => {
    const allowed = async (origin: string): Promise<string | null> =>
      (await fetch(`${campus.apiUrl}/search/terms`, { method: 'OPTIONS', headers: { origin } })).headers.get(
        'access-control-allow-origin',
      );
    t.equal(await allowed(campus.url.replace('127.0.0.1', 'localhost')), campus.url.replace('127.0.0.1', 'localhost'));
    t.equal(await allowed('https://elsewhere.example'), null);
  });
});
