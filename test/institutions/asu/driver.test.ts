import t from 'tap';
import { launchBrowser } from '../../../src/browsers/launch.ts';
import { asu } from '../../../src/institutions/asu/asu.ts';
import { asuDriver } from '../../../src/institutions/asu/driver.ts';
import type { LookRequest } from '../../../src/institutions/institution.ts';
import { chromePath } from '../../support/chrome-path.ts';
import { siteRows, startSite } from '../../support/class-search-site.ts';
import type { Site, SiteOptions } from '../../support/class-search-site.ts';
import { course, numbersIn, visit } from '../../support/visit.ts';

const chromium = await launchBrowser(chromePath);
const { browser } = chromium;
t.teardown(() => chromium.close());

const noCourse: LookRequest = { id: 'CSE 999', institution: 'asu', term: '2267', by: 'course', subject: 'CSE', catalogNumber: '999' };
const searches = (site: Site): string[] => site.requests.filter((path) => path.includes('/search/classes'));

t.test('a tab asks by the call that it has seen its page make', async (t) => {
  const { site, tab } = await visit(t, browser, { rows: siteRows(3) });
  let requests = 0;
  const answer = await tab.look(course, () => { requests += 1; });
  t.equal(answer.way, 'api');
  t.equal(numbersIn(asu.read(course, answer)).length, 3);
  t.equal(requests, site.requests.length, 'every request is counted, those of the page too');
  const before = requests;
  await Promise.all([1, 2, 3].map(() => tab.look(course, () => { requests += 1; })));
  t.equal(requests - before, 3, 'once opened, a tab costs one request a look');
  t.equal(site.requests.length, requests);
});

t.test('an answer of several pages is asked for page by page', async (t) => {
  const { site, read } = await visit(t, browser, { rows: siteRows(450) });
  t.equal(new Set(numbersIn(await read(course))).size, 450);
  t.equal(searches(site).length, 1 + 3, 'the page\'s own search, and three pages');
});

t.test('a student\'s search is answered by the first page', async (t) => {
  const { site, read } = await visit(t, browser, { rows: siteRows(450) });
  const typed: LookRequest = { id: 'structures', institution: 'asu', term: '2267', by: 'keywords', keywords: 'Structures' };
  t.equal(numbersIn(await read(typed)).length, 200);
  t.equal(searches(site).length, 2);
});

t.test('no classes is an answer, by either way', async (t) => {
  const { read } = await visit(t, browser, { rows: siteRows(3) });
  t.same(await read(noCourse, 'api'), { outcome: 'complete', sections: [], unsure: [] });
  t.same(await read(noCourse, 'dom'), { outcome: 'complete', sections: [], unsure: [] });
});

t.test('an answer comes from the host, however long it says it may be kept', async (t) => {
  const rows = siteRows(1);
  const { read } = await visit(t, browser, { rows, onApi: (_request, response) => { response.setHeader('cache-control', 'max-age=3600'); return false; } });
  await read(course);
  rows[0]!['seatInfo'] = { ENRL_CAP: 60, ENRL_TOT: 60 };
  t.match(await read(course), { sections: [{ seats: { enrolled: 60 } }] });
});

t.test('a 401 is an error of its own, and the page is not tried instead', async (t) => {
  const { site, tab } = await visit(t, browser, { rows: siteRows(3), onApi: (_request, response) => { response.writeHead(401).end(); return true; } });
  await t.rejects(tab.look(course, () => {}), { code: 'PMC_SOURCE_UNAUTHORIZED' });
  t.equal(site.requests.length, 3, 'the page, its search, ours');
});

t.test('a failing host is an error, and not bothered again for the same look', async (t) => {
  let status = 503;
  const { site, tab, read } = await visit(t, browser, { rows: siteRows(3), onApi: (_request, response) => { if (status !== 200) response.writeHead(status).end('<h1>Sorry</h1>'); return status !== 200; } });
  await t.rejects(tab.look(course, () => {}), { code: 'PMC_SOURCE_STATUS', message: /answered 503/ });
  status = 429;
  await t.rejects(tab.look(course, () => {}), { code: 'PMC_SOURCE_STATUS' });
  t.equal(site.requests.length, 4);
  status = 200;
  t.equal(numbersIn(await read(course)).length, 3, 'the same tab sees again when the host does');
});

t.test('a page that answers with an error is an error', async (t) => {
  const { tab } = await visit(t, browser, { rows: [], onPage: (response) => { response.writeHead(500).end('<h2>No classes found</h2>'); return true; } });
  for (const way of ['api', 'dom'] as const) await t.rejects(tab.look(course, () => {}, way), { code: 'PMC_SOURCE_STATUS' });
});

t.test('a host that is not there is unreachable', async (t) => {
  const { site, tab } = await visit(t, browser, { rows: [] });
  await site.close();
  for (const way of ['api', 'dom'] as const) await t.rejects(tab.look(course, () => {}, way), { code: 'PMC_SOURCE_UNREACHABLE' });
});

t.test('a host that is gone after the tab was opened is unreachable', async (t) => {
  const { site, tab } = await visit(t, browser, { rows: siteRows(1) });
  await tab.look(course, () => {});
  await site.close();
  await t.rejects(tab.look(course, () => {}), { code: 'PMC_SOURCE_UNREACHABLE' });
});

t.test('a host that does not answer is given up after the timeout', async (t) => {
  const { tab } = await visit(t, browser, { rows: [], onApi: () => true }, { timeoutMs: 1_500 });
  await t.rejects(tab.look(course, () => {}), { code: 'PMC_CALL_TIMEOUT' });
});

t.test('a configured API is asked with a visitor\'s credentials, even if the page makes no call', async (t) => {
  const silent: SiteOptions['onPage'] = (response) => { response.setHeader('content-type', 'text/html').end('<title>Maintenance</title>'); return true; };
  for (const path of ['', '/catalog-microservices/api/v1', '/catalog-microservices/api/v1/search/']) {
    const site = await startSite({ rows: siteRows(2), onPage: silent });
    const context = await browser.createBrowserContext();
    const config = { catalogUrl: site.catalogUrl, apiUrl: new URL(site.catalogUrl).origin + path, timeoutMs: 30_000 };
    const tab = await asuDriver.openTab(await context.newPage(), config);
    t.equal(numbersIn(asu.read(course, await tab.look(course, () => {}, 'api'))).length, 2, path);
    await context.close();
    await site.close();
  }
});
