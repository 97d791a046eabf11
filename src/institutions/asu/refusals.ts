/** Refusals of the site: 403 and 429, and when it wants to be asked again. */
import type { CDPSession, HTTPResponse, Page } from 'puppeteer';
import { institutionsError } from '../errors.ts';
import { SourceRefusal } from '../institution.ts';

const STATUSES: ReadonlySet<number> = new Set([403, 429]);
/** Decent where the site names no time; and however much or little it names. */
const PAUSE_S = 30;
const PAUSE_MIN_S = 1;
const PAUSE_MAX_S = 900;
/** Calls that are remembered; the oldest are forgotten first. */
const REMEMBERED_MAX = 500;

export function isRefusal(status: number): boolean {
  return STATUSES.has(status);
}

export function refusalOf(response: HTTPResponse): SourceRefusal {
  return refusal(response.url(), response.status(), response.headers()['retry-after']);
}

/** `retryAfter`: seconds or a date, as RFC 9110 §10.2.3 has it. */
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
 * Sees the refusals that a page's calls meet. The page itself may not: without the headers of its own origin a refusal
 * looks to it like a host that is away.
 */
export class SeenRefusals {
  readonly #urls = new Map<string, string>();
  readonly #refusals = new Map<string, SourceRefusal>();

  static async of(page: Page): Promise<SeenRefusals> {
    const session = await page.createCDPSession();
    await session.send('Network.enable');
    return new SeenRefusals(session);
  }

  private constructor(session: CDPSession) {
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

  /** The refusal that the call of `url` met, if it did; told once. */
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
