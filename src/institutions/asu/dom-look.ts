/** The second way to see: the page itself, scrolled to its end, with the rows opened that have seats left. */
import type { HTTPRequest, HTTPResponse, Page } from 'puppeteer';
import type { LookRequest } from '../institution.ts';
import { openPage } from './api-answer.ts';
import { readDetails } from './details-look.ts';
import { isOwnRequest, isSearchCall, navigate, unlessIdle } from './navigation.ts';
import { readFrame, readRows, scrollToLastRow, showsResult } from './page-reader.ts';
import type { SourceRefusal } from '../institution.ts';
import { isRefusal, refusalOf } from './refusals.ts';
import { pageUrl } from './search-url.ts';
import type { ShownPage } from './shown-page.ts';

/** A wide desktop window: what the page shows depends on its width. */
const WINDOW = { width: 1600, height: 1200 };
/** No call under way for this long after a scroll: what the page was going to load for it, it has. */
const QUIET_MS = 400;
const POLL_MS = 50;
const SCROLLS_MAX = 50;
/**
 * Of the time of a look, what may have passed when the last details are opened: better some rows unsure than all
 * unseen.
 */
const DETAILS_UNTIL = 0.7;

/**
 * Opens the page for `request` and hands out what it shows, recognised or not. `onRequest` is called for each request
 * to the site. Rejects with a SourceRefusal, PMC_SOURCE_STATUS, PMC_SOURCE_UNREACHABLE or RUNTIME_CALL_TIMEOUT.
 */
export async function lookByDom(
  page: Page,
  catalogUrl: string,
  request: LookRequest,
  timeoutMs: number,
  onRequest: () => void,
): Promise<ShownPage> {
  const detailsUntil = performance.now() + DETAILS_UNTIL * timeoutMs;
  const traffic = watchTraffic(page, catalogUrl, onRequest);
  await page.setViewport(WINDOW);
  await navigate(page, pageUrl(catalogUrl, request), timeoutMs);
  // a page that is no class search never shows one
  await unlessIdle(page, timeoutMs, (options) => page.waitForFunction(showsResult, { ...options, polling: POLL_MS }));
  await scrollToEnd(page, timeoutMs);
  const { count: there } = await page.evaluate(readFrame);
  const closed = await page.evaluate(
    readRows,
    Array.from({ length: there }, (_, index) => ({ index, closedLength: null })),
  );
  // what fails from here on says nothing of the list: it is about the details of a row
  const failedCalls = traffic.failedCalls();
  const rows = await readDetails(page, closed, traffic.failedCalls, detailsUntil);
  const { spins, count, ...frame } = await page.evaluate(readFrame);
  return { ...frame, loading: spins || count !== rows.length, rows, failedCalls, announced: await traffic.announced() };
}

/** Paging by scroll: until a scroll brings no more rows. */
async function scrollToEnd(page: Page, timeoutMs: number): Promise<void> {
  let [before, rows] = [-1, await page.evaluate(scrollToLastRow)];
  for (let scrolls = 1; rows !== before && scrolls < SCROLLS_MAX; scrolls += 1) {
    await page.waitForNetworkIdle({ idleTime: QUIET_MS, timeout: timeoutMs });
    [before, rows] = [rows, await page.evaluate(scrollToLastRow)];
  }
}

/** Notes failed calls, and how many rows the page's own search was told of. */
function watchTraffic(
  page: Page,
  catalogUrl: string,
  onRequest: () => void,
): { failedCalls: () => number; announced: () => Promise<number | null> } {
  let failedCalls = 0;
  let refused: SourceRefusal | undefined;
  const totals: Promise<number | null>[] = [];
  const isCall = (request: HTTPRequest): boolean =>
    isOwnRequest(request, catalogUrl) && ['xhr', 'fetch'].includes(request.resourceType());
  const totalOf = async (response: HTTPResponse): Promise<number | null> =>
    openPage(await response.text())?.total ?? null;
  page.on('request', (request) => {
    if (isOwnRequest(request, catalogUrl)) onRequest();
  });
  page.on('requestfailed', (request) => {
    if (isCall(request)) failedCalls += 1;
  });
  page.on('response', (response) => {
    if (!isCall(response.request())) return;
    if (isRefusal(response.status())) refused = refusalOf(response);
    if (response.status() >= 400) failedCalls += 1;
    // a body that was not kept says nothing; the rows are then judged without it
    else if (isSearchCall(response.url())) totals.push(totalOf(response).catch(() => null));
  });
  // a call for a page beyond the last is told of no rows
  const announced = async (): Promise<number | null> => {
    if (refused !== undefined) throw refused;
    const told = (await Promise.all(totals)).filter((total) => total !== null);
    return told.length === 0 ? null : Math.max(...told);
  };
  return { failedCalls: () => failedCalls, announced };
}
