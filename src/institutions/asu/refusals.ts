/** Refusals of the site (403 and 429), and when it allows the next request. */
import { setTimeout } from 'node:timers/promises';
import type { HTTPResponse } from 'puppeteer';
import type { NetworkReports } from '../../browsers/network-reports.ts';
import { institutionsError } from '../errors.ts';
import { SourceRefusal } from '../institution.ts';
import { SEARCH_PATH } from './search-url.ts';

const STATUSES: ReadonlySet<number> = new Set([403, 429]);
/** The pause when the site names none, and the limits when it does. */
const PAUSE_S = 30;
const PAUSE_MIN_S = 1;
const PAUSE_MAX_S = 900;
/** How long the browser's reports may come after the page's own result. */
const REPORTS_MS = 200;
/** How many calls are remembered. The oldest are forgotten first. */
const REMEMBERED_MAX = 500;

export function isRefusal(status: number): boolean {
  return STATUSES.has(status);
}

export function refusalOf(response: HTTPResponse): SourceRefusal {
  return refusal(response.url(), response.status(), response.headers()['retry-after']);
}

/** `retryAfter`: seconds or a date, as in RFC 9110 §10.2.3. */
export function refusal(
  url: string,
  status: number,
  retryAfter: string | undefined,
  nowMs = Date.now(),
): SourceRefusal {
  const asked =
    retryAfter === undefined
      ? NaN
      : /^\d+$/.test(retryAfter.trim())
        ? Number(retryAfter)
        : (Date.parse(retryAfter) - nowMs) / 1_000;
  const seconds = Number.isNaN(asked) ? PAUSE_S : Math.min(PAUSE_MAX_S, Math.max(PAUSE_MIN_S, Math.ceil(asked)));
  return new SourceRefusal(
    institutionsError('PMC_SOURCE_REFUSES', { host: new URL(url).host, status, seconds }),
    status,
    seconds * 1_000,
  );
}

/**
 * Finds out about refusals that the page itself does not see: without CORS headers a refusal looks like an unreachable
 * host. Only the browser's reports show it, so they are turned on and the call is repeated.
 */
export class HiddenRefusals {
  readonly #reports: NetworkReports;
  readonly #urls = new Map<string, string>();
  #found: SourceRefusal | undefined;
  #asking: Promise<SourceRefusal | undefined> | undefined;

  constructor(reports: NetworkReports) {
    this.#reports = reports;
    reports.session.on('Network.requestWillBeSent', ({ requestId, request }) => {
      keep(this.#urls, requestId, request.url);
    });
    reports.session.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode, headers }) => {
      const url = this.#urls.get(requestId);
      if (url === undefined || !url.includes(SEARCH_PATH) || !isRefusal(statusCode)) return;
      const retryAfter = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
      this.#found = refusal(url, statusCode, retryAfter);
    });
  }

  /** The refusal of a call, if it is one. Calls that fail at the same time wait for one `repeat`. */
  async ask(repeat: () => Promise<unknown>): Promise<SourceRefusal | undefined> {
    this.#asking ??= this.#ask(repeat).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(repeat: () => Promise<unknown>): Promise<SourceRefusal | undefined> {
    await this.#reports.begin();
    try {
      this.#found = undefined;
      await repeat();
      // The report may come after the page's own result.
      await setTimeout(REPORTS_MS);
      return this.#found;
    } finally {
      await this.#reports.end();
    }
  }
}

function keep<Value>(values: Map<string, Value>, key: string, value: Value): void {
  values.set(key, value);
  for (const oldest of values.keys()) {
    if (values.size <= REMEMBERED_MAX) break;
    values.delete(oldest);
  }
}
