/** Refusals of the site (403 and 429), and when it allows the next request. */
import type { CDPSession, HTTPResponse } from 'puppeteer';
import { institutionsError } from '../errors.ts';
import { SourceRefusal } from '../institution.ts';

const STATUSES: ReadonlySet<number> = new Set([403, 429]);
/** The pause when the site names none, and the limits when it does. */
const PAUSE_S = 30;
const PAUSE_MIN_S = 1;
const PAUSE_MAX_S = 900;
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
    seconds * 1_000,
  );
}

/**
 * Records the refusals of a page's calls. The page itself may not see them: without CORS headers a refusal looks like
 * an unreachable host.
 */
export class SeenRefusals {
  readonly #urls = new Map<string, string>();
  readonly #refusals = new Map<string, SourceRefusal>();

  /** `session` reports the page's network. */
  constructor(session: CDPSession) {
    session.on('Network.requestWillBeSent', ({ requestId, request }) => {
      keep(this.#urls, requestId, request.url);
    });
    session.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode, headers }) => {
      const url = this.#urls.get(requestId);
      if (url === undefined || !isRefusal(statusCode)) return;
      const retryAfter = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
      keep(this.#refusals, url, refusal(url, statusCode, retryAfter));
    });
  }

  /** The refusal of the call to `url`, if there was one. Returns each refusal once. */
  take(url: string): SourceRefusal | undefined {
    const found = this.#refusals.get(url);
    this.#refusals.delete(url);
    return found;
  }
}

function keep<Value>(values: Map<string, Value>, key: string, value: Value): void {
  values.set(key, value);
  for (const oldest of values.keys()) {
    if (values.size <= REMEMBERED_MAX) break;
    values.delete(oldest);
  }
}
