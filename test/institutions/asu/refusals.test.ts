import t from 'tap';
import { launchBrowser } from '../../../src/browsers/launch.ts';
import { asu } from '../../../src/institutions/asu/asu.ts';
import { chromePath } from '../../support/chrome-path.ts';
import { siteRows, startSite } from '../../support/class-search-site.ts';
import { course, numbersIn, visit } from '../../support/visit.ts';

const chromium = await launchBrowser(chromePath);
const { browser } = chromium;
t.teardown(() => chromium.close());

t.test('403 and 429 are refusals with a pause, and the page is neither loaded again nor read instead', async (t) => {
  let refusal: { status: number; headers: Record<string, string> } | null = null;
  const { site, tab } = await visit(t, browser, {
    rows: siteRows(3),
    // An edge server refuses without CORS headers, so the page of another origin cannot read the answer.
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
  t.equal(site.requests.length - before, cases.length, 'one call per look, and no page');
  refusal = null;
  t.equal(numbersIn(asu.read(course, await tab.look(course, () => {}))).length, 3);
});

t.test('a refusal that the page cannot see is found out with one more call, however many looks it met', async (t) => {
  let refuses = false;
  const api = await startSite({
    rows: siteRows(3),
    onApi: ({ method }, response) => {
      if (refuses && method !== 'OPTIONS') response.writeHead(429, { 'retry-after': '7' }).end();
      else response.setHeader('access-control-allow-origin', '*').setHeader('access-control-allow-headers', '*');
      if (method === 'OPTIONS')
        response.setHeader('access-control-allow-headers', 'authorization').writeHead(204).end();
      return refuses || method === 'OPTIONS';
    },
  });
  t.teardown(() => api.close());
  const { origin } = new URL(api.catalogUrl);
  const script = (text: string): string => text.replaceAll("fetch('", `fetch('${origin}`);
  const { tab } = await visit(t, browser, { rows: [], script });
  t.equal(numbersIn(asu.read(course, await tab.look(course, () => {}))).length, 3);
  refuses = true;
  let requests = 0;
  const looks = Array.from({ length: 3 }, () =>
    tab.look(course, () => {
      requests += 1;
    }),
  );
  await Promise.all(looks.map((look) => t.rejects(look, { code: 'PMC_SOURCE_REFUSES', retryInMs: 7_000 })));
  t.equal(requests, 3 + 1);
  refuses = false;
  t.equal(numbersIn(asu.read(course, await tab.look(course, () => {}))).length, 3);
});

t.test('a refused page, or a refused call of the page, is a refusal too', async (t) => {
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
