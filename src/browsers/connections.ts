/** How many requests a tab's connections to one host carry at the same time. */

/** A browser context opens at most this many connections to a host over HTTP/1.1, with one request each. */
export const CONNECTIONS_PER_HOST = 6;
/**
 * The streams that servers commonly allow on one connection (RFC 9113 §6.5.2 recommends at least 100). More in flight
 * was not faster: 136,000 sections/min with 200, 143,000 with 100, 85,000 with 50.
 */
const STREAMS = 100;

/** `protocol`: as Chromium names it: `http/1.1`, `h2`, `h3`. */
export function requestsCarried(protocol: string): number {
  return /^h[23]\b/.test(protocol) ? STREAMS : CONNECTIONS_PER_HOST;
}
