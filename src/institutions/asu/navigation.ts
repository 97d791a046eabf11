/** Opening a page of the site, with its failures named. */
import type { HTTPRequest, Page } from 'puppeteer';
import { institutionsError } from '../errors.ts';
import { CodedError, reasonOf, runtimeError } from '../../runtime/index.ts';
import { isRefusal, refusalOf } from './refusals.ts';
import { SEARCH_PATH } from './search-url.ts';

/** Long enough for the scripts of a busy machine's page to start. */
const NOTHING_COMES_MS = 2_000;

/** Goes to `url`. Rejects with a SourceRefusal, PMC_SOURCE_STATUS, PMC_SOURCE_UNREACHABLE or RUNTIME_CALL_TIMEOUT. */
export async function navigate(page: Page, url: string, timeoutMs: number): Promise<void> {
  const { host } = new URL(url);
  try {
    const response = await page.goto(url, { waitUntil: 'domcontentloaded', timeout: timeoutMs });
    if (response !== null && isRefusal(response.status())) throw refusalOf(response);
    if (response !== null && response.status() >= 400)
      throw institutionsError('PMC_SOURCE_STATUS', { host, status: response.status() });
  } catch (error) {
    if (error instanceof CodedError) throw error;
    const reason = reasonOf(error);
    if (error instanceof Error && error.name === 'TimeoutError')
      throw runtimeError('RUNTIME_CALL_TIMEOUT', { name: host, timeoutMs }, error);
    // Chromium's names of what happened on the network, as in "net::ERR_CONNECTION_REFUSED at …"
    if (reason.includes('net::ERR_')) throw institutionsError('PMC_SOURCE_UNREACHABLE', { host, reason }, error);
    throw error;
  }
}

/**
 * Whether a request of the page goes to its own site (the catalogue and its API are hosts of one domain), not to
 * somebody else's.
 */
export function isOwnRequest(request: HTTPRequest, catalogUrl: string): boolean {
  return isSearchCall(request.url()) || (URL.canParse(request.url()) && siteOf(request.url()) === siteOf(catalogUrl));
}

/** Whether this is the page's call of its search API, wherever that may be. */
export function isSearchCall(url: string): boolean {
  return URL.canParse(url) && new URL(url).pathname.endsWith(SEARCH_PATH);
}

/** The last two labels of a host name; an IP address whole. */
function siteOf(url: string): string {
  const { hostname } = new URL(url);
  return /^[\d.]+$|:/.test(hostname) ? hostname : hostname.split('.').slice(-2).join('.');
}

/**
 * What `wait` finds. undefined once the page has called nobody for so long that it is not going to come. Started before
 * a navigation it covers that too.
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
    // the loser ends by this abort, which is no news
    for (const loser of [found, idle]) loser.catch(() => {});
    done.abort();
  }
}
