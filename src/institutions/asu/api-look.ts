/** The first way to look: the page's own search call, made from inside the page. */
import type { IsolatedWorld } from '../../browsers/isolated-world.ts';
import type { NetworkReports } from '../../browsers/network-reports.ts';
import { institutionsError } from '../errors.ts';
import { runtimeError } from '../../runtime/index.ts';
import type { LookRequest, OnRequest, PageMark } from '../institution.ts';
import { countsOf, openPage } from './api-answer.ts';
import type { PageCounts } from './api-answer.ts';
import { badStatus } from './navigation.ts';
import type { FetchCall, FetchReply, FetchResult } from './page-fetch.ts';
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

/** A page of an answer, reduced to what is read. `body` is '' if the page is as it was kept. */
export interface LookedPage {
  body: string;
  counts: PageCounts | undefined;
  mark: PageMark | null;
}

/**
 * Fetches all pages of the answer. The reader decides whether they are complete. `kept` has the marks of the pages as
 * the caller has kept them. Rejects with a SourceRefusal, PMC_SOURCE_UNAUTHORIZED, PMC_SOURCE_STATUS,
 * PMC_SOURCE_UNREACHABLE, RUNTIME_CALL_TIMEOUT, or PMC_SOURCE_UNRECOGNISED when the host works but its API has changed.
 */
export async function lookByApi(
  tools: ApiTools,
  { endpoint, headers }: ApiAccess,
  request: LookRequest,
  kept: readonly PageMark[],
): Promise<LookedPage[]> {
  const pages: LookedPage[] = [];
  let rows = 0;
  let scrollId: string | undefined;
  do {
    tools.onRequest('answer');
    const mark = kept[pages.length] ?? null;
    const asked = { url: searchUrl(endpoint, request, scrollId), headers, ...(mark !== null && { kept: mark.digest }) };
    const reply = await call(tools, asked, request.id);
    const page = lookedPage(reply, mark);
    pages.push(page);
    rows += page.counts?.rows ?? 0;
    scrollId = wantsMore(request, page.counts, rows) ? reply.scrollId : undefined;
  } while (scrollId !== undefined && scrollId !== '' && pages.length < PAGES_MAX);
  return pages;
}

function lookedPage({ body, digest }: FetchReply, kept: PageMark | null): LookedPage {
  if (kept !== null && digest === kept.digest) return { body, counts: kept, mark: kept };
  const counts = countsOf(openPage(body));
  return { body, counts, mark: digest === undefined || counts === undefined ? null : { digest, ...counts } };
}

/** A page without new rows is the last one. For keywords the first page is enough. */
function wantsMore(request: LookRequest, shown: PageCounts | undefined, rows: number): boolean {
  return shown !== undefined && shown.rows > 0 && rows < shown.total && request.by !== 'keywords';
}

async function call(
  tools: ApiTools,
  asked: Pick<FetchCall, 'url' | 'headers' | 'kept'>,
  requestId: string,
): Promise<FetchReply> {
  const { url } = asked;
  const { host } = new URL(url);
  const { timeoutMs, refusals, onRequest } = tools;
  const fetchOnce = (): Promise<FetchResult> => fetchPassingBy(tools, { ...asked, timeoutMs });
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
      return reply;
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
