/** Opens pages of the site and translates failures into coded errors. */
import type { HTTPRequest, Page } from 'puppeteer';
import { institutionsError } from '../errors.ts';
import { SourceStatus } from '../institution.ts';
import { CodedError, reasonOf, runtimeError } from '../../runtime/index.ts';
import { isRefusal, refusalOf } from './refusals.ts';
import { SEARCH_PATH } from './search-url.ts';

/** Long enough for a page's scripts to start on a busy machine. */
const NOTHING_COMES_MS = 2_000;

/** Goes to `url`. Rejects with a SourceRefusal, PMC_SOURCE_STATUS, PMC_SOURCE_UNREACHABLE or RUNTIME_CALL_TIMEOUT. */
export async function navigate(page: Page, url: string, timeoutMs: number): Promise<void> {
  const { host } = new URL(url);
  try {
    const response = await page.goto(url, { waitUntil: 'domcontentloaded', timeout: timeoutMs });
    if (response !== null && isRefusal(response.status())) throw refusalOf(response);
    if (response !== null && response.status() >= 400) throw badStatus(host, response.status());
  } catch (error) {
    if (error instanceof CodedError) throw error;
    const reason = reasonOf(error);
    if (error instanceof Error && error.name === 'TimeoutError')
      throw runtimeError('RUNTIME_CALL_TIMEOUT', { name: host, timeoutMs }, error);
    // Chromium's names of network errors, for example "net::ERR_CONNECTION_REFUSED at …".
    if (reason.includes('net::ERR_')) throw institutionsError('PMC_SOURCE_UNREACHABLE', { host, reason }, error);
    throw error;
  }
}

export function badStatus(host: string, status: number): SourceStatus {
  return new SourceStatus(institutionsError('PMC_SOURCE_STATUS', { host, status }), status);
}

/** Whether a request of the page goes to its own site. The catalogue and its API are hosts of one domain. */
export function isOwnRequest(request: HTTPRequest, catalogUrl: string): boolean {
  return isSearchCall(request.url()) || (URL.canParse(request.url()) && siteOf(request.url()) === siteOf(catalogUrl));
}

/** Whether the page calls its search API with this URL, on any host. */
export function isSearchCall(url: string): boolean {
  return URL.canParse(url) && new URL(url).pathname.endsWith(SEARCH_PATH);
}

/** The last two labels of a host name; an IP address unchanged. */
function siteOf(url: string): string {
  const { hostname } = new URL(url);
  return /^[\d.]+$|:/.test(hostname) ? hostname : hostname.split('.').slice(-2).join('.');
}

/**
 * Resolves to what `wait` finds; undefined: the page has made no request for so long that nothing more will come. Call
 * it before a navigation to include that.
 */
export async function unlessIdle<Found>(
  page: Page,
  timeoutMs: number,
  wait: (options: { timeout: number; signal: AbortSignal }) => Promise<Found>,
): Promise<Found | undefined> {
  const done = new AbortController();
  const options = { timeout: timeoutMs, signal: done.signal };
  const found = wait(options);
  const idle = page.waitForNetworkIdle({ ...options, idleTime: NOTHING_COMES_MS }).then(() => undefined);
  try {
    return await Promise.race([found, idle]);
  } finally {
    // The abort ends the other wait, whose error does not matter.
    for (const loser of [found, idle]) loser.catch(() => {});
    done.abort();
  }
}
