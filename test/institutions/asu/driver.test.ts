import t from 'tap';
import type { Test } from 'tap';
import type { Page } from 'puppeteer';
import { launchBrowser } from '../../../src/browsers/launch.ts';
import { asu } from '../../../src/institutions/asu/asu.ts';
import { asuDriver } from '../../../src/institutions/asu/driver.ts';
import type { LookRequest, SourceTab } from '../../../src/institutions/institution.ts';
import { chromePath } from '../../support/chrome-path.ts';
import { siteRows, startSite } from '../../support/class-search-site.ts';
import type { Site, SiteOptions } from '../../support/class-search-site.ts';

const course: LookRequest = { id: 'CSE 310', institution: 'asu', term: '2267', by: 'course', subject: 'CSE', catalogNumber: '310' };
const chromium = await launchBrowser(chromePath);
t.teardown(() => chromium.close());

async function visit(test: Test, options: SiteOptions, apiUrl: string | null = null): Promise<{ site: Site; tab: SourceTab; page: Page }> {
  const site = await startSite(options);
  const context = await chromium.browser.createBrowserContext();
  const page = await context.newPage();
  test.teardown(async () => { await context.close(); await site.close(); });
  const tab = await asuDriver.openTab(page, { catalogUrl: site.catalogUrl, apiUrl, timeoutMs: 20_000 });
  return { site, tab, page };
}


t.test('a tab asks by the call that it has seen its page make', async (t) => {
  const { site, tab } = await visit(t, { rows: siteRows(3) });
  let requests = 0;
  const answer = await tab.look(course, () => { requests += 1; });
  t.equal(answer.way, 'api');
  const reading = asu.read(course, answer);
  t.equal(reading.outcome === 'complete' && reading.sections.length, 3);
  t.equal(requests, site.requests.length);
});

t.test('the DOM way sees what the API way sees', async (t) => {
  const rows = siteRows(3);
  rows[1]!['reservedSeatsInfo'] = [{ ENRL_CAP: 10, ENRL_TOT: 2 }, { ENRL_CAP: 1, ENRL_TOT: 19 }];
  const { tab } = await visit(t, { rows });
  const api = asu.read(course, await tab.look(course, () => {}, 'api'));
  const dom = asu.read(course, await tab.look(course, () => {}, 'dom'));
  t.equal(dom.outcome, 'complete');
  t.same(dom.outcome === 'complete' && dom.sections, api.outcome === 'complete' && api.sections.map((section) => ({ ...section, waitlist: null })));
  t.equal(dom.outcome === 'complete' && dom.sections[1]!.seats.reserved, 8);
});
