/** Which origins are the campus's own: its pages may use the control API, those of other sites may not. */
import type { IncomingHttpHeaders } from 'node:http';

/** Takes the headers of a request that has an `Origin`. */
export type IsOwn = (headers: IncomingHttpHeaders) => boolean;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/**
 * `host` is where the campus listens; `url` returns its URL, once it listens. On loopback only the names of this
 * machine count: another name that resolves to this machine belongs to another site. Elsewhere the origin must have the
 * name under which the page was reached.
 */
export function ownOrigins(host: string, url: () => string): IsOwn {
  if (LOOPBACK.test(host))
    return ({ origin }) => origin !== undefined && [url(), url().replace('127.0.0.1', 'localhost')].includes(origin);
  return ({ origin = '', host: reachedAs }) => URL.canParse(origin) && new URL(origin).host === reachedAs;
}
