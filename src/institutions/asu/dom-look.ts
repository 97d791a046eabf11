/**
 * The second way to look: the page itself, scrolled to its end, with the details opened of rows that have seats left.
 */
import type { HTTPRequest, HTTPResponse, Page } from 'puppeteer';
import type { LookRequest, OnRequest } from '../institution.ts';
import { openPage } from './api-answer.ts';
import { readDetails } from './details-look.ts';
import { isOwnRequest, isSearchCall, navigate, unlessIdle } from './navigation.ts';
import { readFrame, readRows, scrollToLastRow, showsResult } from './page-reader.ts';
import type { SourceRefusal } from '../institution.ts';
import { isRefusal, refusalOf } from './refusals.ts';
import { pageUrl } from './search-url.ts';
import type { ShownPage } from './shown-page.ts';

/** A wide desktop window, because the page shows less in a narrow one. */
const WINDOW = { width: 1600, height: 1200 };
/** When the network is idle for so long after a scroll, the page has loaded all that belongs to it. */
const QUIET_MS = 400;
const POLL_MS = 50;
const SCROLLS_MAX = 50;
/**
 * Details are opened during this share of the look's time. It is better to have some rows unsure than no answer at all.
 */
const DETAILS_UNTIL = 0.7;

/**
 * Opens the page for `request` and returns what it shows, whatever that is. `onRequest` is called for each request to
 * the site. Rejects with a SourceRefusal, PMC_SOURCE_STATUS, PMC_SOURCE_UNREACHABLE or RUNTIME_CALL_TIMEOUT.
 */
export async function lookByDom(
  page: Page,
  catalogUrl: string,
  request: LookRequest,
  timeoutMs: number,
  onRequest: OnRequest,
): Promise<ShownPage> {
  const detailsUntil = performance.now() + DETAILS_UNTIL * timeoutMs;
  const traffic = watchTraffic(page, catalogUrl, onRequest);
  await page.setViewport(WINDOW);
  await navigate(page, pageUrl(catalogUrl, request), timeoutMs);
  // Another kind of page never shows a result.
  await unlessIdle(page, timeoutMs, (options) => page.waitForFunction(showsResult, { ...options, polling: POLL_MS }));
  await scrollToEnd(page, timeoutMs);
  const { count: there } = await page.evaluate(readFrame);
  const closed = await page.evaluate(
    readRows,
    Array.from({ length: there }, (_, index) => ({ index, closedLength: null })),
  );
  // Calls that fail from here on concern the details of a row, not the list.
  const failedCalls = traffic.failedCalls();
  const rows = await readDetails(page, closed, traffic.failedCalls, detailsUntil);
  const { spins, count, ...frame } = await page.evaluate(readFrame);
  return { ...frame, loading: spins || count !== rows.length, rows, failedCalls, announced: await traffic.announced() };
}

/** The page loads more rows when it is scrolled. Scrolls until no more rows come. */
async function scrollToEnd(page: Page, timeoutMs: number): Promise<void> {
  let [before, rows] = [-1, await page.evaluate(scrollToLastRow)];
  for (let scrolls = 1; rows !== before && scrolls < SCROLLS_MAX; scrolls += 1) {
    await page.waitForNetworkIdle({ idleTime: QUIET_MS, timeout: timeoutMs });
    [before, rows] = [rows, await page.evaluate(scrollToLastRow)];
  }
}

/** Counts failed calls, and the rows that the answers to the page's own search announce. */
function watchTraffic(
  page: Page,
  catalogUrl: string,
  onRequest: OnRequest,
): { failedCalls: () => number; announced: () => Promise<number | null> } {
  let failedCalls = 0;
  let refused: SourceRefusal | undefined;
  const totals: Promise<number | null>[] = [];
  const isCall = (request: HTTPRequest): boolean =>
    isOwnRequest(request, catalogUrl) && ['xhr', 'fetch'].includes(request.resourceType());
  const totalOf = async (response: HTTPResponse): Promise<number | null> =>
    openPage(await response.text())?.total ?? null;
  page.on('request', (request) => {
    if (isOwnRequest(request, catalogUrl)) onRequest('answer');
  });
  page.on('requestfailed', (request) => {
    if (isCall(request)) failedCalls += 1;
  });
  page.on('response', (response) => {
    if (!isCall(response.request())) return;
    if (isRefusal(response.status())) refused = refusalOf(response);
    if (response.status() >= 400) failedCalls += 1;
    // The browser may not keep a body. Then the rows are judged without it.
    else if (isSearchCall(response.url())) totals.push(totalOf(response).catch(() => null));
  });
  // A call for a page after the last one announces 0 rows.
  const announced = async (): Promise<number | null> => {
    if (refused !== undefined) throw refused;
    const known = (await Promise.all(totals)).filter((total) => total !== null);
    return known.length === 0 ? null : Math.max(...known);
  };
  return { failedCalls: () => failedCalls, announced };
}
