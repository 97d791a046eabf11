/**
 * A function that runs inside the page. It is sent there as its own source text, so it uses nothing from outside
 * itself.
 */

declare const location: { readonly origin: string };

/** `retryAfter`: undefined where another origin keeps its headers to itself. */
export interface FetchReply {
  status: number;
  body: string;
  retryAfter: string | null | undefined;
}

/**
 * The page's own search call. `status` 0 is a redirect, which the API never makes for its own page; of a body beyond
 * `lengthMax` only the beginning comes.
 */
export async function fetchInPage(call: {
  url: string;
  headers: Record<string, string>;
  timeoutMs: number;
  lengthMax: number;
}): Promise<FetchReply | { failed: 'timeout' | 'network'; reason: string }> {
  try {
    // from the host, never from the browser's cache: what was true a minute ago would be told as true now
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
