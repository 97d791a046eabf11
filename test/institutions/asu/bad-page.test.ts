/**
 * A malicious page in a real Chromium behind the gate: it reaches only its own host and does not affect later looks.
 */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import t from 'tap';
import { launchGuarded } from '../../../src/browsers/guarded-browser.ts';
import { asu } from '../../../src/institutions/asu/asu.ts';
import { asuDriver } from '../../../src/institutions/asu/driver.ts';
import type { SourceConfig } from '../../../src/institutions/institution.ts';
import { chromePath } from '../../support/chrome-path.ts';
import { siteRows, startSite } from '../../support/class-search-site.ts';
import { eventually } from '../../support/eventually.ts';
import { course, numbersIn } from '../../support/visit.ts';

/** An internal service that records every request. */
const reached: string[] = [];
const internal = createServer((request, response) => {
  reached.push(`${request.method} ${request.url}`);
  response.setHeader('access-control-allow-origin', '*').end('secret');
});
internal.on('upgrade', (request, socket) => {
  reached.push(`socket ${request.url}`);
  socket.destroy();
});
internal.on('connection', () => {
  reached.push('a connection');
});
const port = await listen(internal, '127.0.0.1');
const onIpv6 = createServer((_request, response) => {
  response.end();
});
const hasIpv6 = await listen(onIpv6, '::1').then(
  () => true,
  () => false,
);
onIpv6.close();
t.teardown(() => {
  internal.close();
  internal.closeAllConnections();
});

function listen(server: Server, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Every way for a page to connect to a host. `tried` resolves when all attempts have ended. */
const attack = (hosts: string[]): string => `
  window.tried = Promise.allSettled(${JSON.stringify(hosts)}.flatMap((host) => {
    const at = (what) => 'http://' + host + ':${port}/' + what;
    const form = Object.assign(document.createElement('form'), { method: 'post', action: at('form'), target: 'frame' });
    const frame = Object.assign(document.createElement('iframe'), { name: 'frame', src: at('frame') });
    const image = Object.assign(new Image(), { src: at('image') });
    const script = Object.assign(document.createElement('script'), { src: at('script') });
    document.body.append(form, frame, image, script);
    form.submit();
    navigator.sendBeacon(at('beacon'), 'x');
    window.open(at('window'));
    const ended = (target, ...events) =>
      new Promise((resolve) => { for (const event of events) target.addEventListener(event, resolve); });
    return [
      fetch(at('fetch')), fetch(at('post'), { method: 'POST', body: 'x', mode: 'no-cors' }),
      fetch('/leads-inside?' + host), ended(script, 'load', 'error'),
      ended(new WebSocket('ws://' + host + ':${port}/socket'), 'close'), ended(new EventSource(at('events')), 'error'),
    ];
  }));`;

t.test('a malicious page reaches no service of this machine under any name, and the look goes on', async (t) => {
  const hosts = ['127.0.0.1', 'localhost', '127.0.0.2', '0.0.0.0', ...(hasIpv6 ? ['[::1]'] : [])];
  const site = await startSite({
    rows: siteRows(3),
    script: (script) => `${attack(hosts)}\nalert('wait for me');\n${script}`,
    onOther: (response, url) => {
      if (!url.pathname.startsWith('/leads-inside')) return false;
      response.writeHead(302, { location: `http://127.0.0.1:${port}/redirected` }).end();
      return true;
    },
  });
  const { tab, page, refused, close } = await open(site.catalogUrl);
  t.teardown(async () => {
    await close();
    await site.close();
  });
  t.equal(numbersIn(asu.read(course, await tab.look(course, () => {}))).length, 3);
  await page.evaluate('tried');
  t.same(reached, [], 'no request arrived');
  t.ok(
    ['127.0.0.1', 'localhost', '127.0.0.2'].every((host) => refused.has(host)),
    `refused: ${[...refused].join(', ')}`,
  );
  await eventually(async () => (await page.browserContext().pages()).length === 1);
  t.pass('every window that it opened was closed');
});

t.test('a search call that is redirected to this machine gets no answer', async (t) => {
  const site = await startSite({
    rows: siteRows(3),
    onApi: (_request, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${port}/search` }).end();
      return true;
    },
  });
  const { tab, close } = await open(site.catalogUrl);
  t.teardown(async () => {
    await close();
    await site.close();
  });
  await t.rejects(
    tab.look(course, () => {}, 'api'),
    { code: 'PMC_SOURCE_UNRECOGNISED' },
  );
  t.same(reached, []);
});

t.test('a service worker that the page installs does not intercept calls', async (t) => {
  const rows = siteRows(3);
  const poison = `
    self.addEventListener('install', () => self.skipWaiting());
    self.addEventListener('activate', (event) => event.waitUntil(clients.claim()));
    self.addEventListener('fetch', (event) =>
      event.respondWith(new Response(JSON.stringify({ classes: [], total: { value: 0 } }))));`;
  const site = await startSite({
    rows,
    script: (script) =>
      `window.installed = navigator.serviceWorker.register('/worker.js', { scope: '/' })
        .then(() => navigator.serviceWorker.ready).then(() => 'ready', String);\n${script}`,
    onOther: (response, url) => {
      if (url.pathname !== '/worker.js') return false;
      response.setHeader('content-type', 'text/javascript').end(poison);
      return true;
    },
  });
  const { tab, page, close } = await open(site.catalogUrl);
  t.teardown(async () => {
    await close();
    await site.close();
  });
  await tab.look(course, () => {});
  t.equal(await page.evaluate('installed'), 'ready', 'it is there');
  for (const way of ['api', 'dom'] as const)
    t.equal(numbersIn(asu.read(course, await tab.look(course, () => {}, way))).length, 3, way);
});

t.test('a page that replaces what its calls use does not change what is handed over', async (t) => {
  const poison = `
    addEventListener('load', () => setTimeout(() => {
      JSON.parse = Response.prototype.text = () => ({ classes: [], total: { value: 0 } });
      globalThis.fetch = async () => new Response('{"classes":[],"total":{"value":0}}');
      Array.prototype.map = Array.isArray = JSON.stringify = () => '{"classes":[],"total":{"value":0}}';
      Object.defineProperty(Object.prototype, 'seatInfo', { get: () => ({ ENRL_CAP: 60, ENRL_TOT: 0 }) });
      Object.prototype.toJSON = () => null;
      document.title = 'poisoned';
    }, 100));`;
  const site = await startSite({ rows: siteRows(3), script: (script) => poison + script });
  const { tab, page, close } = await open(site.catalogUrl);
  t.teardown(async () => {
    await close();
    await site.close();
  });
  const before = asu.read(course, await tab.look(course, () => {}, 'api'));
  await eventually(async () => (await page.title()) === 'poisoned');
  t.same(asu.read(course, await tab.look(course, () => {}, 'api')), before);
  t.equal(numbersIn(before).length, 3);
});

t.test('downloads are blocked, and stored data is not visible to the next page', async (t) => {
  const site = await startSite({
    rows: siteRows(1),
    script: (script) => `
      window.before = localStorage.getItem('mark');
      localStorage.setItem('mark', 'was here');
      const link = Object.assign(document.createElement('a'), {
        href: URL.createObjectURL(new Blob(['x'])), download: 'pickmyclass-unwanted.bin',
      });
      document.body.append(link); link.click();\n${script}`,
  });
  const { tab, page, freshPage, close } = await open(site.catalogUrl);
  t.teardown(async () => {
    await close();
    await site.close();
  });
  await tab.look(course, () => {});
  const next = await freshPage();
  await next.goto(page.url());
  t.equal(await next.evaluate('before'), null);
  for (const folder of [process.cwd(), homedir(), tmpdir()]) t.notMatch(readdirSync(folder), [/pickmyclass-unwanted/]);
});

async function open(catalogUrl: string) {
  const refused = new Set<string>();
  const config: SourceConfig = { catalogUrl, apiUrl: null, timeoutMs: 30_000 };
  const browser = await launchGuarded(chromePath, {
    permissionFor: (destination) => asuDriver.permissionFor(config, destination),
    onRefused: ({ hostname }) => {
      refused.add(hostname);
    },
  });
  const page = await browser.newPage();
  return {
    refused,
    page,
    tab: await asuDriver.openTab(page, config, () => browser.newPage()),
    freshPage: () => browser.newPage(),
    close: () => browser.close(),
  };
}
