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

const noCourse: LookRequest = {
  id: 'CSE 999',
  institution: 'asu',
  term: '2267',
  by: 'course',
  subject: 'CSE',
  catalogNumber: '999',
};
const searches = (site: Site): string[] => site.requests.filter((path) => path.includes('/search/classes'));

t.test('a tab asks by the call that it has seen its page make', async (t) => {
  const { site, tab } = await visit(t, browser, { rows: siteRows(3) });
  let requests = 0;
  const answer = await tab.look(course, () => {
    requests += 1;
  });
  t.equal(answer.way, 'api');
  t.equal(numbersIn(asu.read(course, answer)).length, 3);
  t.equal(requests, site.requests.length, 'every request is counted, those of the page too');
  const before = requests;
  await Promise.all(
    [1, 2, 3].map(() =>
      tab.look(course, () => {
        requests += 1;
      }),
    ),
  );
  t.equal(requests - before, 3, 'once opened, a tab costs one request a look');
  t.equal(site.requests.length, requests);
});

t.test('an answer of several pages is asked for page by page', async (t) => {
  const { site, read } = await visit(t, browser, { rows: siteRows(450) });
  t.equal(new Set(numbersIn(await read(course))).size, 450);
  t.equal(searches(site).length, 1 + 3, "the page's own search, and three pages");
});

t.test("a student's search is answered by the first page", async (t) => {
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

t.test('no classes is an answer, by either way', async (t) => {
  const { read } = await visit(t, browser, { rows: siteRows(3) });
  t.same(await read(noCourse, 'api'), { outcome: 'complete', sections: [], unsure: [] });
  t.same(await read(noCourse, 'dom'), { outcome: 'complete', sections: [], unsure: [] });
});

t.test('an answer comes from the host, however long it says it may be kept', async (t) => {
  const rows = siteRows(1);
  const { read } = await visit(t, browser, {
    rows,
    onApi: (_request, response) => {
      response.setHeader('cache-control', 'max-age=3600');
      return false;
    },
  });
  await read(course);
  rows[0]!['seatInfo'] = { ENRL_CAP: 60, ENRL_TOT: 60 };
  t.match(await read(course), { sections: [{ seats: { enrolled: 60 } }] });
});

t.test('a 401 is an error of its own, and the page is not tried instead', async (t) => {
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
  t.equal(site.requests.length, 3, 'the page, its search, ours');
});

t.test('a failing host is an error, and not bothered again for the same look', async (t) => {
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
  t.equal(numbersIn(await read(course)).length, 3, 'the same tab sees again when the host does');
});

t.test('a page that answers with an error is an error', async (t) => {
  const { tab } = await visit(t, browser, {
    rows: [],
    onPage: (response) => {
      response.writeHead(500).end('<h2>No classes found</h2>');
      return true;
    },
  });
  for (const way of ['api', 'dom'] as const)
    await t.rejects(
      tab.look(course, () => {}, way),
      { code: 'PMC_SOURCE_STATUS' },
    );
});

t.test('a host that is not there is unreachable', async (t) => {
  const { site, tab } = await visit(t, browser, { rows: [] });
  await site.close();
  for (const way of ['api', 'dom'] as const)
    await t.rejects(
      tab.look(course, () => {}, way),
      { code: 'PMC_SOURCE_UNREACHABLE' },
    );
});

t.test('a host that is gone after the tab was opened is unreachable', async (t) => {
  const { site, tab } = await visit(t, browser, { rows: siteRows(1) });
  await tab.look(course, () => {});
  await site.close();
  await t.rejects(
    tab.look(course, () => {}),
    { code: 'PMC_SOURCE_UNREACHABLE' },
  );
});

t.test('a host that does not answer is given up after the timeout', async (t) => {
  const { tab } = await visit(t, browser, { rows: [], onApi: () => true }, { timeoutMs: 1_500 });
  await t.rejects(
    tab.look(course, () => {}),
    { code: 'RUNTIME_CALL_TIMEOUT' },
  );
});

t.test("a configured API is asked with a visitor's credentials, even if the page makes no call", async (t) => {
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
  'an endpoint that fails three times in a row is learnt again, in a page of its own: what is under way in the tab goes on',
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
        // one look has been sent before the move, and is answered after it
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
    t.equal(page.url(), address, 'the tab has not been sent elsewhere');
    letGo();
    t.match(asu.read(noCourse, await underWay), { outcome: 'complete', sections: [] });
  },
);

t.test(
  '403 and 429 are refusals with a time to come back; the page is neither loaded again nor read instead',
  async (t) => {
    let refusal: { status: number; headers: Record<string, string> } | null = null;
    const { site, tab } = await visit(t, browser, {
      rows: siteRows(3),
      // an edge server refuses with none of the headers that let the page of another origin read the answer
      onApi: (_request, response) => {
        if (refusal !== null) response.writeHead(refusal.status, refusal.headers).end();
        return refusal !== null;
      },
    });
    await tab.look(course, () => {});
    const cases: [status: number, headers: Record<string, string>, retryInMs: number][] = [
      [429, { 'retry-after': '7' }, 7_000],
      [403, {}, 30_000],
      [429, { 'retry-after': '0' }, 1_000],
      [429, { 'retry-after': '999999' }, 900_000],
      [429, { 'retry-after': 'soon' }, 30_000],
    ];
    const before = site.requests.length;
    for (const [status, headers, retryInMs] of cases) {
      refusal = { status, headers };
      await t.rejects(
        tab.look(course, () => {}),
        { code: 'PMC_SOURCE_REFUSES', retryInMs, message: new RegExp(`answered ${status}`) },
      );
    }
    t.equal(site.requests.length - before, cases.length, 'one call a look, and no page');
    refusal = null;
    t.equal(numbersIn(asu.read(course, await tab.look(course, () => {}))).length, 3);
  },
);

t.test('a page that is refused, or whose own call is, is a refusal too', async (t) => {
  const { tab } = await visit(t, browser, {
    rows: [],
    onPage: (response) => {
      response.writeHead(403, { 'content-type': 'text/html' }).end('<title>ASU error page</title>');
      return true;
    },
  });
  for (const way of ['api', 'dom'] as const)
    await t.rejects(
      tab.look(course, () => {}, way),
      { code: 'PMC_SOURCE_REFUSES', retryInMs: 30_000 },
    );
  const calls = await visit(t, browser, {
    rows: [],
    onApi: (_request, response) => {
      response.writeHead(429, { 'retry-after': '5' }).end();
      return true;
    },
  });
  await t.rejects(
    calls.tab.look(course, () => {}, 'dom'),
    { code: 'PMC_SOURCE_REFUSES', retryInMs: 5_000 },
  );
});

t.test("a search API at a host that is not the source's is not learnt", async (t) => {
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
