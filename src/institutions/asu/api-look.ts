/** The first way to look: the page's own search call, made from inside the page. */
import type { IsolatedWorld } from '../../browsers/isolated-world.ts';
import type { NetworkReports } from '../../browsers/network-reports.ts';
import { institutionsError } from '../errors.ts';
import { runtimeError } from '../../runtime/index.ts';
import type { LookRequest, OnRequest } from '../institution.ts';
import { openPage } from './api-answer.ts';
import type { ApiPage } from './api-answer.ts';
import { badStatus } from './navigation.ts';
import type { FetchCall, FetchResult } from './page-fetch.ts';
import { isRefusal, refusal } from './refusals.ts';
import type { HiddenRefusals } from './refusals.ts';
import { searchUrl } from './search-url.ts';

/** How the page calls its API. Learnt from the page's own traffic. */
export interface ApiAccess {
  endpoint: string;
  headers: Record<string, string>;
}

export interface ApiTools {
  /** Calls the host from inside the page. */
  world: IsolatedWorld<FetchCall, FetchResult>;
  reports: NetworkReports;
  refusals: HiddenRefusals;
  timeoutMs: number;
  /** Called for each request. */
  onRequest: OnRequest;
}

/** A page has 200 rows. The largest subject has five pages; an answer without end must end somewhere. */
const PAGES_MAX = 50;

/**
 * Fetches all pages of the answer, reduced to what is read. The reader decides whether they are complete. Rejects with
 * a SourceRefusal, PMC_SOURCE_UNAUTHORIZED, PMC_SOURCE_STATUS, PMC_SOURCE_UNREACHABLE, RUNTIME_CALL_TIMEOUT, or
 * PMC_SOURCE_UNRECOGNISED when the host works but its API has changed.
 */
export async function lookByApi(tools: ApiTools, access: ApiAccess, request: LookRequest): Promise<string[]> {
  const bodies: string[] = [];
  let rows = 0;
  let scrollId: string | undefined;
  do {
    tools.onRequest('answer');
    const body = await call(tools, searchUrl(access.endpoint, request, scrollId), access.headers, request.id);
    bodies.push(body);
    const shown = openPage(body);
    rows += shown?.rows.length ?? 0;
    scrollId = wantsMore(request, shown, rows) ? shown?.scrollId : undefined;
  } while (scrollId !== undefined && bodies.length < PAGES_MAX);
  return bodies;
}

/** A page without new rows is the last one. For keywords the first page is enough. */
function wantsMore(request: LookRequest, shown: ApiPage | undefined, rows: number): boolean {
  return shown !== undefined && shown.rows.length > 0 && rows < shown.total && request.by !== 'keywords';
}

async function call(tools: ApiTools, url: string, headers: Record<string, string>, requestId: string): Promise<string> {
  const { host } = new URL(url);
  const { timeoutMs, refusals, onRequest } = tools;
  const fetchOnce = (): Promise<FetchResult> => fetchPassingBy(tools, { url, headers, timeoutMs });
  const repeat = (): Promise<FetchResult> => {
    onRequest('answer');
    return fetchOnce();
  };
  const reply = await fetchOnce();
  if ('failed' in reply) {
    if (reply.failed === 'timeout') throw runtimeError('RUNTIME_CALL_TIMEOUT', { name: host, timeoutMs });
    throw (await refusals.ask(repeat)) ?? institutionsError('PMC_SOURCE_UNREACHABLE', { host, reason: reply.reason });
  }
  if (isRefusal(reply.status)) {
    if (reply.retryAfter !== undefined) throw refusal(url, reply.status, reply.retryAfter ?? undefined);
    throw (await refusals.ask(repeat)) ?? refusal(url, reply.status, undefined);
  }
  switch (reply.status) {
    case 200:
      return reply.body;
    case 0:
      throw institutionsError('PMC_SOURCE_UNRECOGNISED', {
        request: requestId,
        reason: 'the search API redirects, perhaps to a sign-in page',
      });
    case 401:
      throw institutionsError('PMC_SOURCE_UNAUTHORIZED', { host });
    default:
      if (reply.status >= 500) throw badStatus(host, reply.status);
      throw institutionsError('PMC_SOURCE_UNRECOGNISED', {
        request: requestId,
        reason: `the search API answered ${reply.status}`,
      });
  }
}

/** From the first answer on that a service worker may have given, the page's calls pass by it. */
async function fetchPassingBy({ world, reports }: ApiTools, call: Omit<FetchCall, 'bypassed'>): Promise<FetchResult> {
  const result = await world.call({ ...call, bypassed: reports.on });
  if (!('failed' in result && result.failed === 'intercepted')) return result;
  await reports.begin();
  return world.call({ ...call, bypassed: true });
}
