/** Lists what is hard to use on a page, on phone and desktop, light and dark: what axe finds, and our own rules. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer';
import type { Test } from 'tap';

const own = await readFile('test/web/app/support/audit.js', 'utf8');
/** The browser runs it beside the page's own scripts, so the page's policy does not have to allow it. */
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** All rules that are on by default, the best practices too, and those of WCAG 2.2. */
const EVERY_RULE = { rules: { 'target-size': { enabled: true } } };
const COLOURS = { runOnly: ['color-contrast', 'link-in-text-block'] };

const PHONE = 320;
const DESKTOP = 1_280;

/** What is wrong with a page as it is shown now. */
export async function findings(page: Page): Promise<string[]> {
  return [...(await run(page, EVERY_RULE)), ...((await page.evaluate(own)) as string[])];
}

/**
 * The page passes the audit on a phone in light mode and on a desktop in dark mode. This finds what is wrong with
 * either width and either mode. `state`: what it shows, for the messages.
 */
export async function audited(t: Test, page: Page, state: string): Promise<void> {
  await shownAs(page, PHONE, 'light');
  t.same(await findings(page), [], `${state}, on a phone, light`);
  await shownAs(page, DESKTOP, 'dark');
  t.same(await findings(page), [], `${state}, on a desktop, dark`);
  await shownAs(page, DESKTOP, 'light');
}

/** The rest, for pages with parts that only a phone or only a desktop shows, or shows in other colours. */
export async function auditedInOtherColours(t: Test, page: Page, state: string): Promise<void> {
  await shownAs(page, PHONE, 'dark');
  t.same(await run(page, COLOURS), [], `${state}, on a phone, dark`);
  await shownAs(page, DESKTOP, 'light');
  t.same(await run(page, COLOURS), [], `${state}, on a desktop, light`);
}

async function run(page: Page, options: object): Promise<string[]> {
  if ((await page.evaluate('globalThis.axe === undefined')) === true) await page.evaluate(axe);
  const found = await page.evaluate(`
    axe.run(document, ${JSON.stringify({ ...options, resultTypes: ['violations'] })}).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => id + ': ' + target.join(' ') + ': ' + failureSummary)))`);
  return found as string[];
}

async function shownAs(page: Page, width: number, scheme: 'light' | 'dark'): Promise<void> {
  // So high that nothing which stays at the bottom of the screen covers another part.
  await page.setViewport({ width, height: 4_000 });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
}
