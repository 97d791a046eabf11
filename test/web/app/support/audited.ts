/** Lists what is hard to use on a page, on phone and desktop, in light and dark mode. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'puppeteer';
import type { Test } from 'tap';

const audit = await readFile('test/web/app/support/audit.js', 'utf8');

/** The page passes the audit. `state`: what it shows, for the messages. */
export async function audited(t: Test, page: Page, state: string): Promise<void> {
  for (const width of [320, 1280]) {
    await page.setViewport({ width, height: 800 });
    for (const scheme of ['light', 'dark']) {
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: scheme },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ]);
      t.same(await page.evaluate(audit), [], `${state}, ${width} px, ${scheme}`);
    }
  }
}
