import t from 'tap';
import type { Page } from 'puppeteer';
import { KeptTabs } from '../../src/browsers/kept-tabs.ts';
import { launchBrowser } from '../../src/browsers/launch.ts';
import { chromePath } from '../support/chrome-path.ts';
import { countHeld } from '../support/collect-garbage.ts';

const chromium = await launchBrowser(chromePath);
const { browser } = chromium;
t.teardown(() => chromium.close());

/** Tabs of which any error but a RangeError spoils one. */
function keep(limit: number, carries: number | undefined = 6): { tabs: KeptTabs<Page>; opened: Page[] } {
  const opened: Page[] = [];
  const tabs = new KeptTabs<Page>({
    newPage: async () => (await browser.createBrowserContext()).newPage(),
    limit,
    open: async (page) => {
      opened.push(page);
      return page;
    },
    carries: () => carries,
    spoils: (error) => !(error instanceof RangeError),
  });
  return { tabs, opened };
}

/** A use that lasts until it is released. */
function longUse(tabs: KeptTabs<Page>): { page: Promise<Page>; letGo: () => void; done: Promise<unknown> } {
  let letGo: () => void = () => {};
  let begun: (page: Page) => void = () => {};
  const page = new Promise<Page>((resolve) => {
    begun = resolve;
  });
  const done = tabs.use(async (tab) => {
    begun(tab);
    await new Promise<void>((resolve) => {
      letGo = resolve;
    });
  });
  return { page, letGo: () => letGo(), done };
}

t.test('tabs are opened when needed, shared when there are too few, and kept', async (t) => {
  const { tabs, opened } = keep(2);
  await tabs.use(async () => {});
  const uses = Array.from({ length: 15 }, () => longUse(tabs));
  const pages = await Promise.all(uses.map(({ page }) => page));
  t.equal(new Set(pages.slice(0, 6)).size, 1, 'as many as it carries');
  t.equal(new Set(pages).size, 2);
  t.not(pages[0]!.browserContext(), pages[6]!.browserContext(), 'each with its own connections');
  for (const { letGo } of uses) letGo();
  await Promise.all(uses.map(({ done }) => done));
  await tabs.use(async () => {});
  t.equal(opened.length, 2);
});

t.test('no further tab is opened until it is known how many uses one carries', async (t) => {
  for (const carries of [undefined, 100]) {
    const { tabs, opened } = keep(2, carries);
    const uses = Array.from({ length: 15 }, () => longUse(tabs));
    await Promise.all(uses.map(({ page }) => page));
    for (const { letGo } of uses) letGo();
    await Promise.all(uses.map(({ done }) => done));
    t.equal(opened.length, 1);
  }
});

t.test('a spoilt tab is not used again, and is closed once its other uses end', async (t) => {
  const { tabs, opened } = keep(1);
  const other = longUse(tabs);
  const page = await other.page;
  await t.rejects(
    tabs.use(async () => {
      throw new RangeError('harmless');
    }),
    { message: 'harmless' },
  );
  t.equal(await tabs.use(async (tab) => tab), page);
  await t.rejects(
    tabs.use(async () => {
      throw new Error('odd');
    }),
    { message: 'odd' },
  );
  t.not(await tabs.use(async (tab) => tab), page);
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
  const { tabs } = keep(1);
  const crashed = longUse(tabs);
  const page = await crashed.page;
  const rejected = t.rejects(crashed.done, { code: 'PMC_BROWSER_FAILED', message: /a tab crashed/ });
  page.goto('chrome://crash').catch(() => {});
  await rejected;
  const closed = longUse(tabs);
  const closing = t.rejects(closed.done, { code: 'PMC_BROWSER_FAILED' });
  await (await closed.page).close();
  await closing;
  t.ok(await tabs.use(async (tab) => tab.evaluate('true')));
});

t.test('a kept tab does not hold what its uses returned', async (t) => {
  const { tabs, opened } = keep(1);
  const answers: WeakRef<object>[] = [];
  for (let use = 0; use < 10; use += 1) answers.push(new WeakRef(await tabs.use(async () => ({ use }))));
  t.ok((await countHeld(answers)) <= 1, 'at most the last one');
  t.equal(opened.length, 1);
});
