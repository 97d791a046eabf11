/** A tab on a small class-search site, for driver tests. */
import type { Browser, Page } from 'puppeteer';
import type { Test } from 'tap';
import { asu } from '../../src/institutions/asu/asu.ts';
import { asuDriver } from '../../src/institutions/asu/driver.ts';
import type { LookRequest, RawAnswer, Reading, SourceConfig, SourceTab } from '../../src/institutions/institution.ts';
import { startSite } from './class-search-site.ts';
import type { Site, SiteOptions } from './class-search-site.ts';

export const course: LookRequest = {
  id: 'CSE 310',
  institution: 'asu',
  term: '2267',
  by: 'course',
  subject: 'CSE',
  catalogNumber: '310',
};

/** A course without classes. */
export const noCourse: LookRequest = { ...course, id: 'CSE 999', catalogNumber: '999' };

export interface Visit {
  site: Site;
  tab: SourceTab;
  page: Page;
  read: (request: LookRequest, way?: RawAnswer['way']) => Promise<Reading>;
}

/** The site and the tab are closed at the end of the test. */
export async function visit(
  t: Test,
  browser: Browser,
  options: SiteOptions,
  config: Partial<SourceConfig> = {},
): Promise<Visit> {
  const site = await startSite(options);
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  t.teardown(async () => {
    await context.close();
    await site.close();
  });
  const freshPage = async (): Promise<Page> => (await browser.createBrowserContext()).newPage();
  const tab = await asuDriver.openTab(
    page,
    { catalogUrl: site.catalogUrl, apiUrl: null, timeoutMs: 30_000, ...config },
    freshPage,
  );
  return { site, tab, page, read: async (request, way) => asu.read(request, await tab.look(request, () => {}, way)) };
}

export const numbersIn = (reading: Reading): string[] =>
  reading.outcome === 'complete' ? reading.sections.map(({ classNumber }) => classNumber) : [];
