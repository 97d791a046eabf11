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

t.test('tabs are opened when needed, shared when there are too few, and kept', async (t) => {
  const { browser, opened } = await keep(t, 2);
  const uses = Array.from({ length: 15 }, () => longUse(browser));
  const pages = await Promise.all(uses.map(({ page }) => page));
  t.equal(new Set(pages.slice(0, 6)).size, 1, 'as many as there are connections');
  t.equal(new Set(pages).size, 2);
  t.not(pages[0]!.browserContext(), pages[6]!.browserContext(), 'each with its own connections');
  for (const { letGo } of uses) letGo();
  await Promise.all(uses.map(({ done }) => done));
  await browser.use('asu', async () => {});
  await browser.use('other', async () => {});
  t.equal(opened.length, 3, 'another site has its own tabs');
});

t.test('a spoilt tab is not used again, and is closed once its other uses end', async (t) => {
  const { browser, opened } = await keep(t, 1);
  const other = longUse(browser);
  const page = await other.page;
  await t.rejects(
    browser.use('asu', async () => {
      throw new RangeError('harmless');
    }),
    { message: 'harmless' },
  );
  t.equal(await browser.use('asu', async (tab) => tab), page);
  await t.rejects(
    browser.use('asu', async () => {
      throw new Error('odd');
    }),
    { message: 'odd' },
  );
  t.not(await browser.use('asu', async (tab) => tab), page);
  t.notOk(page.isClosed());
  const closed = new Promise<void>((resolve) => {
    page.once('close', () => resolve());
  });
  other.letGo();
  await other.done;
  await t.resolves(closed);
  t.equal(opened.length, 2);
});

t.test('all uses of a tab fail at once when it crashes or is closed', async (t) => {
  const { browser } = await keep(t, 1);
  const crashed = longUse(browser);
  const page = await crashed.page;
  const rejected = t.rejects(crashed.done, { code: 'PMC_BROWSER_FAILED', message: /a tab crashed/ });
  page.goto('chrome://crash').catch(() => {});
  await rejected;
  const closed = longUse(browser);
  const closing = t.rejects(closed.done, { code: 'PMC_BROWSER_FAILED' });
  await (await closed.page).close();
  await closing;
  t.ok(await browser.use('asu', async (tab) => tab.evaluate('true')));
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

t.test('a browser that hangs is killed when it should open a tab, and reported as lost', async (t) => {
  const { browser, lost } = await keep(t, 1);
  process.kill(browser.pid, 'SIGSTOP');
  await t.rejects(
    browser.use('asu', async () => {}),
    { code: 'PMC_BROWSER_BUSY' },
  );
  await t.resolves(lost);
});
