/** The built pages in a real browser. */
import type { Browser, Page } from 'puppeteer';
import type { Test } from 'tap';
import { launchBrowser } from '../../../../src/browsers/launch.ts';
import { chromePath } from '../../../support/chrome-path.ts';
import { PATIENCE_MS } from '../../../support/eventually.ts';
import { builtPages } from './built-pages.ts';

/** Launches a browser, which ends after the test. */
export async function openBrowser(t: Test, path = chromePath): Promise<{ browser: Browser; pagesDir: string }> {
  const pagesDir = await builtPages(t);
  const launched = await launchBrowser(path);
  t.teardown(() => launched.close());
  return { browser: launched.browser, pagesDir };
}

export interface OpenPage {
  page: Page;
  /** Problems the browser reported: script errors and violations of the content policy. */
  complaints: string[];
  /** Waits until the text of the element contains the words. */
  says: (selector: string, words: string) => Promise<unknown>;
  textOf: (selector: string) => Promise<string>;
}

/** Opens a page in its own profile. It is closed after the test. */
export async function openPage(t: Test, browser: Browser, url: string): Promise<OpenPage> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|Uncaught/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(url);
  t.teardown(() => context.close());
  return {
    page,
    complaints,
    says: (selector, words) =>
      page.waitForFunction(
        `document.querySelector(${JSON.stringify(selector)})?.textContent.includes(${JSON.stringify(words)})`,
      ),
    textOf: (selector) => page.$eval(selector, (element) => element.textContent ?? ''),
  };
}

/** Returns a selector for an element by its role and name, as assistive technology sees it. */
export const byRole = (role: string, name: string): string => `::-p-aria([role="${role}"][name="${name}"])`;
