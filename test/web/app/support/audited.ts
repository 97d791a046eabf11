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
/** The rest does not depend on the colours. */
const COLOURS = { runOnly: ['color-contrast', 'link-in-text-block'] };

const run = (options: object): string => `
  globalThis.axe === undefined && (() => { ${axe} })();
  axe.run(document, ${JSON.stringify({ ...options, resultTypes: ['violations'] })}).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => id + ': ' + target.join(' ') + ': ' + failureSummary)))`;

/** What is wrong with a page as it is shown now. */
export async function findings(page: Page): Promise<string[]> {
  return [...((await page.evaluate(run(EVERY_RULE))) as string[]), ...((await page.evaluate(own)) as string[])];
}

/** The page passes the audit. `state`: what it shows, for the messages. */
export async function audited(t: Test, page: Page, state: string): Promise<void> {
  for (const width of [320, 1280]) {
    // So high that nothing which stays at the bottom of the screen covers another part.
    await page.setViewport({ width, height: 4_000 });
    await inColours(page, 'light');
    t.same(await findings(page), [], `${state}, ${width} px`);
    await inColours(page, 'dark');
    t.same(await page.evaluate(run(COLOURS)), [], `${state}, ${width} px, dark`);
  }
  await inColours(page, 'light');
}

async function inColours(page: Page, scheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
}
