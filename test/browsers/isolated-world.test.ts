import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'puppeteer';
import t from 'tap';
import { IsolatedWorld } from '../../src/browsers/isolated-world.ts';
import { launchBrowser } from '../../src/browsers/launch.ts';
import { chromePath } from '../support/chrome-path.ts';

const chromium = await launchBrowser(chromePath);
/** Replaces what a function in the page might use. */
const POISON = `
  globalThis.fetch = JSON.parse = JSON.stringify = Array.prototype.map = String.prototype.slice = () => 'poison';
  Promise.prototype.then = Object.prototype.then = Object.prototype.toJSON = () => 'poison';
  Object.defineProperty(Object.prototype, 'status', { get: () => 'poison' });`;
const server = createServer((request, response) => {
  if (request.url === '/hang') return void server.emit('hang');
  const script = request.url === '/poisoned' ? POISON : '';
  response.setHeader('content-type', 'text/html').end(`<title>A page</title><script>${script}</script>`);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
t.teardown(async () => {
  await chromium.close();
  server.close();
  server.closeAllConnections();
});

async function openPage(path = ''): Promise<Page> {
  const page = await chromium.browser.newPage();
  await page.goto(url + path);
  return page;
}

t.test('a function gets its argument, and its result comes back when it has resolved', async (t) => {
  const world = await IsolatedWorld.of(await openPage(), '(async (call) => [call, location.pathname])');
  t.same(await Promise.all([world.call({ a: 1 }), world.call(2)]), [
    [{ a: 1 }, '/'],
    [2, '/'],
  ]);
});

t.test('nothing that the page has replaced affects the function', async (t) => {
  const page = await openPage('poisoned');
  const world = await IsolatedWorld.of(
    page,
    `(async () => {
      const response = await fetch(location.href);
      const text = await response.text();
      return { status: response.status, text: text.slice(0, 7), list: JSON.parse('[1]').map(String) };
    })`,
  );
  t.same(await world.call(null), { status: 200, text: '<title>', list: ['1'] });
});

t.test('after the page has navigated, calls run in its new document', async (t) => {
  const page = await openPage();
  const world = await IsolatedWorld.of(page, '(() => location.search)');
  t.equal(await world.call(null), '');
  await page.goto(`${url}?next`);
  t.same(await Promise.all([world.call(null), world.call(null)]), ['?next', '?next']);
});

t.test(
  'a call under way fails when the page navigates or closes, and a throwing function fails its call',
  async (t) => {
    const page = await openPage();
    const world = await IsolatedWorld.of(
      page,
      '((path) => { if (path) return fetch(path, { cache: "no-store" }); throw new Error("no path"); })',
    );
    await t.rejects(world.call(null), /Error: no path/);
    for (const leave of [async () => void (await page.goto(`${url}?next`)), () => page.close()]) {
      const reached = once(server, 'hang');
      const underWay = world.call('/hang');
      await Promise.all([t.rejects(underWay), reached.then(leave)]);
    }
  },
);
