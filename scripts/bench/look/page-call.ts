/** The page's own search call, made from inside one kept tab. The whole answer is handed over and parsed in Node. */
import { searchUrl } from '../../../src/institutions/asu/search-url.ts';
import { launchChromium } from './chromium.ts';
import { seatsIn } from './looker.ts';
import type { OpenLooker } from './looker.ts';

export const pageCall: OpenLooker = async ({ catalogUrl, searchUrl: endpoint, keyHash }) => {
  const browser = await launchChromium(keyHash);
  const page = await browser.newPage();
  await page.goto(catalogUrl, { waitUntil: 'domcontentloaded' });
  return {
    look: async ({ request, sections }) => {
      const body = await page.evaluate(
        async (url: string) => {
          const answer = await fetch(url, { headers: { authorization: 'Bearer null' } });
          return answer.text();
        },
        searchUrl(endpoint, request, undefined),
      );
      seatsIn(body, sections);
    },
    close: () => browser.close(),
  };
};
