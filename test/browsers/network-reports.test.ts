import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { launchBrowser } from '../../src/browsers/launch.ts';
import { endPuppeteersReports, NetworkReports } from '../../src/browsers/network-reports.ts';
import { chromePath } from '../support/chrome-path.ts';

const chromium = await launchBrowser(chromePath);
const server = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html').end('<title>A page</title><link rel="icon" href="data:,">');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
t.teardown(async () => {
  await chromium.close();
  server.close();
});

t.test('reports come from the first that needs them until the last no longer does', async (t) => {
  const page = await chromium.browser.newPage();
  const reports = await NetworkReports.of(page);
  const reported: string[] = [];
  reports.session.on('Network.requestWillBeSent', ({ request }) => {
    reported.push(request.url.slice(url.length));
  });
  const steps: [path: string, step: () => Promise<void>, on: boolean][] = [
    ['before', async () => {}, false],
    ['first', () => reports.begin(), true],
    ['second', () => reports.begin(), true],
    ['one left', () => reports.end(), true],
    ['none left', () => reports.end(), false],
    ['again', () => reports.begin(), true],
  ];
  for (const [path, step, on] of steps) {
    await step();
    t.equal(reports.on, on, path);
    await page.goto(url + encodeURIComponent(path));
  }
  t.same(reported.map(decodeURIComponent), ['first', 'second', 'one left', 'again']);
});

t.test("puppeteer's own reports of a page end, and the page works on", async (t) => {
  const page = await chromium.browser.newPage();
  const requests: string[] = [];
  page.on('request', (request) => {
    requests.push(request.url());
  });
  await page.goto(url);
  await endPuppeteersReports(page);
  t.equal(await page.evaluate('fetch(location.href).then(({ status }) => status)'), 200);
  t.same(requests, [url]);
});
