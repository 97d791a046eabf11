import t from 'tap';
import { launchBrowser } from '../../../src/browsers/launch.ts';
import { asu } from '../../../src/institutions/asu/asu.ts';
import { chromePath } from '../../support/chrome-path.ts';
import { MOVED_API, siteRows } from '../../support/class-search-site.ts';
import type { SiteOptions } from '../../support/class-search-site.ts';
import { course, numbersIn, visit } from '../../support/visit.ts';

const chromium = await launchBrowser(chromePath);
const { browser } = chromium;
t.teardown(() => chromium.close());

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
