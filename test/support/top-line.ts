/** The line on top of the operator page, as somebody reads it who never looks away. */
import type { Page } from 'puppeteer';

/** By default, the page would draw sixty frames a second. */
const POLLING_MS = 100;

export interface TopLine {
  /** Waits until a cause says this. Resolves with when it did for the first time at or after `since`. Epoch ms. */
  named(cause: string, says: RegExp, since: number): Promise<number>;
  /** Waits until there is no such cause. */
  cleared(cause: string): Promise<unknown>;
  /** Waits until all is well. */
  well(): Promise<unknown>;
  /** The names of the buttons and links that a cause had when it was last shown. */
  buttonsOf(cause: string): Promise<string[]>;
  /** Presses the button of a cause and confirms it. */
  press(cause: string, button: string): Promise<void>;
}

/** Follows the line from now on. A cause that is shown for a moment is not missed. */
export async function followTopLine(page: Page): Promise<TopLine> {
  await page.evaluate(`{
    const read = [];
    let last = '';
    const note = () => {
      const causes = [...document.querySelectorAll('[data-cause]')].map((each) => [
        each.dataset.cause,
        each.querySelector('p').textContent,
        [...each.querySelectorAll('.cause-actions > *')].map((action) => action.textContent),
      ]);
      if (JSON.stringify(causes) === last) return;
      last = JSON.stringify(causes);
      read.push({ at: Date.now(), causes });
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
    note();
    window.topLineRead = read;
  }`);
  const cause = (name: string): string => `[data-cause="${name}"]`;
  return {
    named: async (name, says, since) => {
      const found = await page.waitForFunction(
        `window.topLineRead.find(({ at, causes }) =>
          at >= ${since} && causes.some(([name, said]) => name === ${JSON.stringify(name)} && ${says}.test(said))
        )?.at`,
        { polling: POLLING_MS },
      );
      return (await found.jsonValue()) as number;
    },
    cleared: (name) => page.waitForFunction(`document.querySelector('${cause(name)}') === null`),
    well: () => page.waitForSelector('.top-line-ok'),
    buttonsOf: async (name) =>
      (await page.evaluate(
        `window.topLineRead.flatMap(({ causes }) => causes).findLast(([each]) => each === ${JSON.stringify(name)})[2]`,
      )) as string[],
    press: async (name, button) => {
      await page.locator(`${cause(name)} ::-p-text(${button})`).click();
      await page.locator(`dialog ::-p-text(Yes, ${button.toLowerCase()})`).click();
    },
  };
}
