/**
 * A function that runs inside the page. The browser gets its source text, so it must not use anything from outside
 * itself.
 */
import { KEPT_OF_ROW } from './kept-fields.ts';
import { reducePage } from './reduce-page.ts';
import type { Limits, ReducedPage } from './reduce-page.ts';
import { READ_MAX } from './text.ts';

declare const location: { readonly origin: string };
/** Without TLS, a page cannot compute digests, except on this machine. */
declare const crypto: { readonly subtle?: { digest(algorithm: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer> } };
/** Without TLS, a page has no service workers. */
declare const navigator: { readonly serviceWorker?: { readonly controller: object | null } };

export interface FetchCall {
  url: string;
  headers: Record<string, string>;
  timeoutMs: number;
  /** The digest of the page as the caller has kept it. */
  kept?: string;
  /** Whether the browser passes by the page's service workers. */
  bypassed: boolean;
}

/**
 * `retryAfter`: undefined when another origin does not expose its headers. `body` is '' unless the status is 200, and
 * also if `digest` is the one that the caller has kept. `digest`: undefined if the page is no search result, or no
 * digest can be computed. `scrollId`: the id to request the next page with.
 */
export interface FetchReply {
  status: number;
  body: string;
  digest?: string | undefined;
  scrollId?: string | undefined;
  retryAfter: string | null | undefined;
}

/** `reason` is from the page's network. `intercepted`: by a service worker, which may have given the answer. */
export type FetchResult = FetchReply | { failed: 'timeout' | 'network' | 'intercepted'; reason: string };

/**
 * Makes the page's own search call. `status` 0 is a redirect, which the API never sends to its own page. `reduce`
 * returns what is handed over of the body.
 */
export async function fetchInPage(call: FetchCall, reduce: (body: string) => ReducedPage): Promise<FetchResult> {
  /** In hexadecimal. */
  const digestOf = async (text: string): Promise<string | undefined> => {
    if (crypto.subtle === undefined) return undefined;
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
  };
  const intercepted = { failed: 'intercepted', reason: 'a service worker controls the page' } as const;
  const isIntercepted = (): boolean => !call.bypassed && (navigator.serviceWorker?.controller ?? null) !== null;
  try {
    if (isIntercepted()) return intercepted;
    // Never from the browser's cache, which would report an old state as the current one.
    const options = {
      headers: call.headers,
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout(call.timeoutMs),
    } as const;
    const response = await fetch(call.url, options);
    const retryAfter = new URL(call.url).origin === location.origin ? response.headers.get('retry-after') : undefined;
    const body = await response.text();
    if (isIntercepted()) return intercepted;
    if (response.status !== 200) return { status: response.status, retryAfter, body: '' };
    const { text, scrollId, isWhole } = reduce(body);
    const digest = isWhole ? await digestOf(text) : undefined;
    const isKept = digest !== undefined && digest === call.kept;
    return { status: response.status, retryAfter, body: isKept ? '' : text, digest, scrollId };
  } catch (error) {
    return {
      failed: error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'network',
      reason: String(error),
    };
  }
}

/** A page of 200 rows has about 1,100,000 characters, and 90,000 when it is reduced. */
export const LIMITS: Limits = { parsed: 16_000_000, reduced: 1_000_000, raw: 20_000, text: READ_MAX };

/** The source text of `fetchInPage` with `reducePage`, as a function of the call. */
export const FETCH_SOURCE = `((fetchInPage, reducePage, kept, limits) =>
  (call) => fetchInPage(call, (body) => reducePage(body, kept, limits))
)(${String(fetchInPage)}, ${String(reducePage)}, ${JSON.stringify(KEPT_OF_ROW)}, ${JSON.stringify(LIMITS)})`;
