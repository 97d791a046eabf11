import t from 'tap';
import { launchBrowser } from '../../../src/browsers/launch.ts';
import { asu } from '../../../src/institutions/asu/asu.ts';
import { noSeatsLeft } from '../../../src/domain/section.ts';
import { chromePath } from '../../support/chrome-path.ts';
import { MOVED_API, siteRows } from '../../support/class-search-site.ts';
import type { SiteOptions } from '../../support/class-search-site.ts';
import { course, numbersIn, visit } from '../../support/visit.ts';

const chromium = await launchBrowser(chromePath);
const { browser } = chromium;
t.teardown(() => chromium.close());

for (const labelled of [false, true])
  t.test(
    `a look by DOM gives the same as a look by API, in the ${labelled ? 'markup of Fall 2026' : 'older markup'}`,
    async (t) => {
      const rows = siteRows(8);
      rows[1]!['reservedSeatsInfo'] = [
        { ENRL_CAP: 10, ENRL_TOT: 2 },
        { ENRL_CAP: 1, ENRL_TOT: 19 },
      ];
      Object.assign(rows[2]!.CLAS, {
        INSTRUCTORSLIST: null,
        STARTTIMES: ['9:00 AM', '1:30 PM'],
        ENDTIMES: ['9:50 AM', '2:20 PM'],
      });
      Object.assign(rows[2]!, {
        DAYLIST: ['F', 'T Th'],
        LOCATIONBUILDING: [{ NAME: 'Tempe - A1' }, { NAME: 'Tempe - B2' }],
      });
      Object.assign(rows[3]!, {
        DAYLIST: [''],
        LOCATIONBUILDING: [{ NAME: 'ASU Online' }],
        CLAS: { ...rows[3]!.CLAS, STARTTIMES: [null], ENDTIMES: [null], INSTRUCTORSLIST: ['Ada Alder', 'Ben Birch'] },
      });
      Object.assign(rows[4]!, {
        DAYLIST: ['', 'F'],
        LOCATIONBUILDING: [{ NAME: 'ASU Online' }, { NAME: 'Tempe - A1' }],
        CLAS: { ...rows[4]!.CLAS, STARTTIMES: ['', '9:00 AM'], ENDTIMES: ['', '9:50 AM'] },
      });
      rows[5]!['seatInfo'] = { ENRL_CAP: 60, ENRL_TOT: 63 };
      Object.assign(rows[6]!, {
        seatInfo: { ENRL_CAP: 60, ENRL_TOT: 58 },
        reservedSeatsInfo: [{ ENRL_CAP: 2, ENRL_TOT: 0 }],
      });
      const { read } = await visit(t, browser, { rows, labelled });
      const [api, dom] = [await read(course, 'api'), await read(course, 'dom')];
      if (api.outcome !== 'complete' || dom.outcome !== 'complete') throw new Error(JSON.stringify([api, dom]));
      t.same([api.unsure, dom.unsure], [[], []]);
      t.same(
        dom.sections,
        api.sections.map((section, i) => ({
          ...section,
          waitlist: null,
          cancelled: null,
          ...(i === 5 && { seats: noSeatsLeft(60) }),
        })),
      );
      t.match(
        dom.sections.map(({ seats }) => [seats.reserved, seats.open]),
        [
          [0, 38],
          [8, 30],
          [0, 38],
          [0, 38],
          [0, 38],
          [0, 0],
          [2, 0],
          [0, 38],
        ],
      );
      t.equal(dom.sections[2]?.meetings?.length, 2);
    },
  );

for (const labelled of [false, true])
  t.test(
    `with only one open row at a time, rows are read one by one, in the ${labelled ? 'markup of 2026' : 'older markup'}`,
    async (t) => {
      const rows = siteRows(4).map((row, i) => ({ ...row, reservedSeatsInfo: [{ ENRL_CAP: 10, ENRL_TOT: i }] }));
      const script = (whole: string): string =>
        whole.replace(
          'const opened = ',
          'for (const other of document.querySelectorAll(".class-accordion")) ' +
            '{ other.details?.remove(); other.details = null; } const opened = ',
        );
      const { read } = await visit(t, browser, { rows, labelled, script });
      t.match(await read(course, 'dom'), {
        sections: [10, 9, 8, 7].map((reserved) => ({ seats: { reserved } })),
        unsure: [],
      });
    },
  );

t.test('a row is read only when its details have loaded', async (t) => {
  const onGroups: SiteOptions['onGroups'] = () => {};
  const { read } = await visit(
    t,
    browser,
    {
      rows: siteRows(1).map((row) => ({ ...row, reservedSeatsInfo: [{ ENRL_CAP: 60, ENRL_TOT: 0 }] })),
      labelled: true,
      onGroups,
    },
    { timeoutMs: 8_000 },
  );
  t.match(await read(course, 'dom'), {
    outcome: 'complete',
    sections: [],
    unsure: [{ classNumber: '10001', reason: /details did not open/ }],
  });
});

t.test('when the details of a row fail to load, only that row is unsure', async (t) => {
  const onGroups: SiteOptions['onGroups'] = (response, classNumber) => {
    response.writeHead(classNumber === '10002' ? 500 : 200).end('[]');
  };
  const { read } = await visit(t, browser, {
    rows: siteRows(3).map((row) => ({ ...row, reservedSeatsInfo: [{ ENRL_CAP: 8, ENRL_TOT: 0 }] })),
    labelled: true,
    onGroups,
  });
  const reading = await read(course, 'dom');
  if (reading.outcome !== 'complete') throw new Error(reading.reason);
  t.match(
    reading.sections.map(({ classNumber, seats }) => [classNumber, seats.reserved]),
    [
      ['10001', 8],
      ['10003', 8],
    ],
  );
  t.match(reading.unsure, [{ classNumber: '10002', reason: /details did not open/ }]);
});

t.test('a look by DOM scrolls until all rows have loaded', async (t) => {
  const { read } = await visit(t, browser, { rows: siteRows(450) });
  t.equal(numbersIn(await read(course, 'dom')).length, 450);
});

t.test('a login page is not an answer', async (t) => {
  const wall = (response: Parameters<NonNullable<SiteOptions['onPage']>>[0]): boolean => {
    response.setHeader('content-type', 'text/html').end('<title>Sign in</title><form></form>');
    return true;
  };
  const { read } = await visit(t, browser, { rows: siteRows(3), onPage: wall });
  t.match(await read(course), { outcome: 'unrecognised', reason: /its title is "Sign in"/ });
  await t.rejects(read(course, 'api'), { code: 'PMC_SOURCE_UNRECOGNISED' });
});

t.test('an API that redirects to a login page gives no answer, by either way', async (t) => {
  const { read } = await visit(t, browser, {
    rows: siteRows(3),
    onApi: (_request, response) => {
      response.writeHead(302, { location: '/login' }).end();
      return true;
    },
  });
  await t.rejects(read(course, 'api'), { code: 'PMC_SOURCE_UNRECOGNISED', message: /redirects/ });
  t.match(await read(course), { outcome: 'unrecognised', reason: /calls of the page failed/ });
});

t.test('when our call stops working, the page is read instead', async (t) => {
  let calls = 0;
  const onApi: SiteOptions['onApi'] = (_request, response) => {
    calls += 1;
    if (calls !== 2) return false;
    response.setHeader('content-type', 'application/json').end('{"classes":[{"CLAS":{');
    return true;
  };
  const { tab } = await visit(t, browser, { rows: siteRows(3), onApi });
  const answer = await tab.look(course, () => {});
  t.equal(answer.way, 'dom');
  t.equal(numbersIn(asu.read(course, answer)).length, 3);
  t.equal((await tab.look(course, () => {})).way, 'api', 'and the API is used again next time');
});

t.test('a page that searches at another URL is read instead', async (t) => {
  const { tab } = await visit(t, browser, {
    rows: siteRows(3),
    script: (script) => script.replace(/\/[\w/-]*\/search\/classes/, MOVED_API),
  });
  const answer = await tab.look(course, () => {});
  t.equal(answer.way, 'dom');
  t.equal(numbersIn(asu.read(course, answer)).length, 3);
});

t.test('a half-loaded list is unrecognised', async (t) => {
  let calls = 0;
  const onApi: SiteOptions['onApi'] = (_request, response) => {
    calls += 1;
    if (calls === 2) response.writeHead(500).end();
    return calls === 2;
  };
  const { read } = await visit(t, browser, { rows: siteRows(450), onApi });
  t.match(await read(course, 'dom'), { outcome: 'unrecognised', reason: /calls of the page failed/ });
});

t.test('a list that stops growing before its end is unrecognised', async (t) => {
  const { read } = await visit(t, browser, {
    rows: siteRows(450),
    script: (script) => script.replace("addEventListener('scroll'", "addEventListener('never'"),
  });
  t.match(await read(course, 'dom'), { outcome: 'unrecognised', reason: '200 of 450 rows' });
});

t.test('a spinner that never stops is unrecognised', async (t) => {
  const { read } = await visit(t, browser, {
    rows: siteRows(3),
    script: (script) => script.replace('spinner.remove();', ''),
  });
  t.match(await read(course, 'dom'), { outcome: 'unrecognised', reason: /still loading/ });
});

t.test('a changed layout is unrecognised', async (t) => {
  const renamed = await visit(t, browser, {
    rows: siteRows(3),
    script: (script) => script.replaceAll('class-results-cell', 'x1y2'),
  });
  t.match(await renamed.read(course, 'dom'), { outcome: 'unrecognised', reason: /no row can be identified/ });
  const moved = await visit(t, browser, {
    rows: siteRows(3),
    script: (script) => script.replaceAll('class-results', 'z').replaceAll('class-accordion', 'y'),
  });
  t.match(await moved.read(course, 'dom'), { outcome: 'unrecognised', reason: /no list of classes/ });
  const locked = await visit(t, browser, {
    rows: siteRows(1).map((row) => ({ ...row, reservedSeatsInfo: [{ ENRL_CAP: 1, ENRL_TOT: 0 }] })),
    script: (script) => script.replace('.onclick', '.onfocus'),
  });
  t.match(await locked.read(course, 'dom'), {
    outcome: 'complete',
    sections: [],
    unsure: [{ classNumber: '10001', reason: /details did not open/ }],
  });
});
