/** A student without a mouse. */
import type { Page } from 'puppeteer';

/** More stops than a page of a test has. */
const STOPS_MAX = 80;

/** What has the focus: its label, its text, or its id. */
export const FOCUSED = `(({ activeElement: at }) =>
  (at.getAttribute('aria-label') ?? (at.textContent.trim() || at.id)).trim())(document)`;

/** Presses Tab until the focus is on what is called `name`. Rejects if the keyboard does not reach it. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let stops = 0; stops < STOPS_MAX; stops += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(FOCUSED)) === name) return;
  }
  throw new Error(`the keyboard does not reach ${name}`);
}
