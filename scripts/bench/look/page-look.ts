/** What all lookers do that open the site's page for each section. */
import type { Page } from 'puppeteer';
import { pageUrl } from '../../../src/institutions/asu/search-url.ts';
import type { Question } from './looker.ts';

const WAIT_MAX_MS = 20_000;

/** The part of the DOM that is used inside the page. */
declare const document: { querySelector(selector: string): { textContent: string } | null };

export function addressOf(catalogUrl: string, { request }: Question): string {
  return pageUrl(catalogUrl, request);
}

/** Waits for the section's row on a page that has just been opened, and reads its seats. */
export async function readSeats(page: Page, classNumber: string): Promise<void> {
  const number = `#class-results [id^="detailsOpen=${classNumber}-"]`;
  await page.waitForSelector(number, { timeout: WAIT_MAX_MS });
  const text = await page.evaluate(
    (row: string) => document.querySelector(`${row} .class-results-cell.seats`)?.textContent ?? '',
    `#class-results .class-accordion:has([id^="detailsOpen=${classNumber}-"])`,
  );
  if (!/\d+ of \d+/.test(text)) throw new Error(`no seats of ${classNumber} in "${text}"`);
}

export function numberOf({ request }: Question): string {
  if (request.by !== 'class') throw new Error('this looker asks section by section');
  return request.classNumber;
}
