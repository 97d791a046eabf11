import t from 'tap';
import type { Test } from 'tap';
import type { Page } from 'puppeteer';
import { KeptBrowser } from '../../src/browsers/kept-browser.ts';
import { chromePath } from '../support/chrome-path.ts';

interface Kept {
  browser: KeptBrowser<Page>;
  opened: Page[];
  lost: Promise<void>;
}

async function keep(t: Test, tabs: number): Promise<Kept> {
  const opened: Page[] = [];
  let onLost: () => void = () => {};
  const lost = new Promise<void>((resolve) => {
    onLost = resolve;
  });
  const browser = await KeptBrowser.launch<Page>({
    executablePath: chromePath,
    tabs,
    openTab: async (_site, page) => {
      opened.push(page);
      return page;
    },
    gate: { permissionFor: () => 'anywhere', onRefused: () => {} },
    carries: () => 6,
    spoilsTab: (error) => !(error instanceof RangeError),
    onLost: () => onLost(),
  });
  t.teardown(() => browser.close());
  return { browser, opened, lost };
}

/** A use that lasts until it is released. */
function longUse(browser: KeptBrowser<Page>): { page: Promise<Page>; letGo: () => void; done: Promise<unknown> } {
  let letGo: () => void = () => {};
  let begun: (page: Page) => void = () => {};
  const page = new Promise<Page>((resolve) => {
    begun = resolve;
  });
  const done = browser.use('asu', async (tab) => {
    begun(tab);
    await new Promise<void>((resolve) => {
      letGo = resolve;
    });
  });
  return { page, letGo: () => letGo(), done };
}

t.test('each site has its own tabs', async (t) => {
  const { browser, opened } = await keep(t, 2);
  for (const site of ['asu', 'asu', 'other']) await browser.use(site, async () => {});
  t.equal(opened.length, 2);
  t.equal(browser.uses, 3);
});

t.test('a retired browser finishes its work and closes, and is not reported as lost', async (t) => {
  const { browser, lost } = await keep(t, 1);
  const use = longUse(browser);
  await use.page;
  const retired = browser.retire();
  const first = await Promise.race([
    retired.then(() => 'retired'),
    use.page.then((page) => page.title()).then(() => 'still there'),
  ]);
  t.equal(first, 'still there');
  use.letGo();
  await use.done;
  await retired;
  t.throws(() => process.kill(browser.pid, 0), { code: 'ESRCH' });
  t.equal(await Promise.race([lost.then(() => 'lost'), Promise.resolve('not lost')]), 'not lost');
});

t.test('a browser that dies by itself is reported as lost', async (t) => {
  const { browser, lost } = await keep(t, 1);
  process.kill(browser.pid, 'SIGKILL');
  await t.resolves(lost);
  await t.rejects(browser.use('asu', async () => {}));
});

t.test('a browser that hangs is killed when it fails to open a tab, and reported as lost', async (t) => {
  const { browser, lost } = await keep(t, 1);
  process.kill(browser.pid, 'SIGSTOP');
  await t.rejects(
    browser.use('asu', async () => {}),
    { code: 'PMC_BROWSER_BUSY' },
  );
  await t.resolves(lost);
});
