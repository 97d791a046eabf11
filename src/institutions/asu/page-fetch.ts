/**
 * A function that runs inside the page. The browser gets its source text, so it must not use anything from outside
 * itself.
 */

declare const location: { readonly origin: string };

/** `retryAfter`: undefined when another origin does not expose its headers. */
export interface FetchReply {
  status: number;
  body: string;
  retryAfter: string | null | undefined;
}

/**
 * Makes the page's own search call. `status` 0 is a redirect, which the API never sends to its own page. A body longer
 * than `lengthMax` is cut off.
 */
export async function fetchInPage(call: {
  url: string;
  headers: Record<string, string>;
  timeoutMs: number;
  lengthMax: number;
}): Promise<FetchReply | { failed: 'timeout' | 'network'; reason: string }> {
  try {
    // Never from the browser's cache, which would report an old state as the current one.
    const options = {
      headers: call.headers,
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout(call.timeoutMs),
    } as const;
    const response = await fetch(call.url, options);
    const retryAfter = new URL(call.url).origin === location.origin ? response.headers.get('retry-after') : undefined;
    return { status: response.status, retryAfter, body: (await response.text()).slice(0, call.lengthMax) };
  } catch (error) {
    return {
      failed: error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'network',
      reason: String(error),
    };
  }
}
