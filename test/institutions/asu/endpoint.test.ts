import t from 'tap';
import { launchBrowser } from '../../../src/browsers/launch.ts';
import { asu } from '../../../src/institutions/asu/asu.ts';
import { asuDriver } from '../../../src/institutions/asu/driver.ts';
import { chromePath } from '../../support/chrome-path.ts';
import { siteRows, startSite } from '../../support/class-search-site.ts';
import type { Site, SiteOptions } from '../../support/class-search-site.ts';
import { course, noCourse, numbersIn, visit } from '../../support/visit.ts';

const chromium = await launchBrowser(chromePath);
const { browser } = chromium;
t.teardown(() => chromium.close());

const searches = (site: Site): string[] => site.requests.filter((path) => path.includes('/search/classes'));

t.test('a configured API gets the credentials of a visitor, even if the page makes no call', async (t) => {
  const silent: SiteOptions['onPage'] = (response) => {
    response.setHeader('content-type', 'text/html').end('<title>Maintenance</title>');
    return true;
  };
  for (const path of ['', '/catalog-microservices/api/v1', '/catalog-microservices/api/v1/search/']) {
    const site = await startSite({ rows: siteRows(2), onPage: silent });
    const context = await browser.createBrowserContext();
    const config = { catalogUrl: site.catalogUrl, apiUrl: new URL(site.catalogUrl).origin + path, timeoutMs: 30_000 };
    const tab = await asuDriver.openTab(await context.newPage(), config, () => context.newPage());
    t.equal(numbersIn(asu.read(course, await tab.look(course, () => {}, 'api'))).length, 2, path);
    await context.close();
    await site.close();
  }
});

t.test(
  'after three failures in a row the endpoint is learnt again in another page, while the tab goes on',
  async (t) => {
    let moved = false;
    let letGo: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { site, tab, page } = await visit(t, browser, {
      rows: siteRows(3),
      script: (script) => (moved ? script.replaceAll('/api/v1/', '/api/v2/') : script),
      onApi: (_request, response, url) => {
        // One look was sent before the move and is answered after it.
        if (url.searchParams.get('catalogNbr') === '999')
          void held.then(() =>
            response.setHeader('content-type', 'application/json').end('{"classes":[],"total":{"value":0}}'),
          );
        else if (moved && !url.pathname.includes('/v2/')) response.writeHead(404).end();
        else return false;
        return true;
      },
    });
    await tab.look(course, () => {}, 'api');
    const address = page.url();
    const underWay = tab.look(noCourse, () => {}, 'api');
    moved = true;
    for (let time = 0; time < 3; time += 1)
      await t.rejects(
        tab.look(course, () => {}, 'api'),
        { code: 'PMC_SOURCE_UNRECOGNISED' },
      );
    t.equal(numbersIn(asu.read(course, await tab.look(course, () => {}, 'api'))).length, 3, 'the new address is known');
    t.ok(searches(site).at(-1)?.includes('/api/v2/'));
    t.equal(page.url(), address, 'the tab has not navigated');
    letGo();
    t.match(asu.read(noCourse, await underWay), { outcome: 'complete', sections: [] });
  },
);

t.test('a search API at a foreign host is not learnt', async (t) => {
  const elsewhere = await startSite({ rows: siteRows(3) });
  t.teardown(() => elsewhere.close());
  const other = new URL(elsewhere.catalogUrl).origin.replace('127.0.0.1', 'localhost');
  const { tab } = await visit(t, browser, {
    rows: siteRows(3),
    script: (script) => script.replaceAll("fetch('", `fetch('${other}`),
  });
  await t.rejects(
    tab.look(course, () => {}, 'api'),
    { code: 'PMC_SOURCE_UNRECOGNISED', message: /localhost:\d+, which is not a host of the source/ },
  );
  t.same(
    elsewhere.requests.filter((path) => path.includes('refine=Y') && path.includes('scrollId')),
    [],
  );
});
