/** A new page for each section, in three browsers: what the first PickMyClass did, in a full Chromium. */
import { fullChromium } from '../../full-chromium.ts';
import { launchChromium } from './chromium.ts';
import type { OpenLooker } from './looker.ts';
import { addressOf, numberOf, readSeats } from './page-look.ts';

const BROWSERS = 3;

export const newPages = openIn();
export const newPagesInFullChromium = openIn(fullChromium(process.env));

function openIn(executablePath?: string): OpenLooker {
  return async ({ catalogUrl, keyHash, inFlight }) => {
    const count = Math.min(BROWSERS, inFlight);
    const launch = () => launchChromium(keyHash, executablePath);
    const browsers = await Promise.all(Array.from({ length: count }, launch));
    let next = 0;
    return {
      look: async (question) => {
        const page = await browsers[next++ % count]!.newPage();
        try {
          await page.goto(addressOf(catalogUrl, question), { waitUntil: 'domcontentloaded' });
          await readSeats(page, numberOf(question));
        } finally {
          await page.close();
        }
      },
      close: async () => {
        await Promise.all(browsers.map((browser) => browser.close()));
      },
    };
  };
}
