import t from 'tap';
import { launchBrowser } from '../../../src/browsers/launch.ts';
import { asu } from '../../../src/institutions/asu/asu.ts';
import type { LookRequest, PageMark } from '../../../src/institutions/institution.ts';
import { chromePath } from '../../support/chrome-path.ts';
import { siteRows } from '../../support/class-search-site.ts';
import type { Site } from '../../support/class-search-site.ts';
import { course, numbersIn, visit } from '../../support/visit.ts';

const chromium = await launchBrowser(chromePath);
const { browser } = chromium;
t.teardown(() => chromium.close());

const searches = (site: Site): string[] => site.requests.filter((path) => path.includes('/search/classes'));

t.test('an answer of several pages is requested page by page', async (t) => {
  const { site, read } = await visit(t, browser, { rows: siteRows(450) });
  t.equal(new Set(numbersIn(await read(course))).size, 450);
  t.equal(searches(site).length, 1 + 3, "the page's own search, and three pages");
});

t.test('a page that the asker has kept is not handed over again', async (t) => {
  const rows = siteRows(450);
  const { tab, site } = await visit(t, browser, { rows });
  const ask = async (kept?: readonly PageMark[]): Promise<{ pages: string[]; marks: PageMark[] }> => {
    const answer = await tab.look(course, () => {}, 'api', kept);
    if (answer.way !== 'api') throw new Error(answer.way);
    return { pages: answer.pages, marks: (answer.marks ?? []).flatMap((mark) => mark ?? []) };
  };
  const first = await ask();
  t.match(first.marks, [
    { rows: 200, total: 450 },
    { rows: 200, total: 450 },
    { rows: 50, total: 450 },
  ]);
  t.same(await ask(first.marks), { pages: ['', '', ''], marks: first.marks });
  rows[250]!['seatInfo'] = { ENRL_CAP: 60, ENRL_TOT: 60 };
  const second = await ask(first.marks);
  t.same(
    second.pages.map((page) => page !== ''),
    [false, true, false],
  );
  const filled = first.pages.map((page, index) => (second.pages[index] === '' ? page : second.pages[index]!));
  t.same(asu.read(course, { way: 'api', pages: filled }), asu.read(course, { way: 'api', pages: (await ask()).pages }));
  rows.pop();
  t.same(
    (await ask(second.marks)).pages.map((page) => page !== ''),
    [true, true, true],
    'another count is on every page',
  );
  t.equal(searches(site).length, 1 + 5 * 3, 'each time all pages are asked for');
});

t.test('a search by keywords needs only the first page', async (t) => {
  const { site, read } = await visit(t, browser, { rows: siteRows(450) });
  const typed: LookRequest = {
    id: 'structures',
    institution: 'asu',
    term: '2267',
    by: 'keywords',
    keywords: 'Structures',
  };
  t.equal(numbersIn(await read(typed)).length, 200);
  t.equal(searches(site).length, 2);
});

t.test('a 401 has its own error, and the page is not tried instead', async (t) => {
  const { site, tab } = await visit(t, browser, {
    rows: siteRows(3),
    onApi: (_request, response) => {
      response.writeHead(401).end();
      return true;
    },
  });
  await t.rejects(
    tab.look(course, () => {}),
    { code: 'PMC_SOURCE_UNAUTHORIZED' },
  );
  t.equal(site.requests.length, 3, 'the page, its search call, and ours');
});

t.test('a failing host is an error, and gets no second request for the same look', async (t) => {
  let status = 503;
  const { tab, read } = await visit(t, browser, {
    rows: siteRows(3),
    onApi: (_request, response) => {
      if (status !== 200) response.writeHead(status).end('<h1>Sorry</h1>');
      return status !== 200;
    },
  });
  await t.rejects(
    tab.look(course, () => {}),
    { code: 'PMC_SOURCE_STATUS', message: /answered 503/ },
  );
  status = 200;
  t.equal(numbersIn(await read(course)).length, 3, 'the same tab works again when the host does');
});

t.test('a host that does not answer is an error after the timeout', async (t) => {
  const { tab } = await visit(t, browser, { rows: [], onApi: () => true }, { timeoutMs: 5_000 });
  await t.rejects(
    tab.look(course, () => {}),
    { code: 'RUNTIME_CALL_TIMEOUT' },
  );
});
