/** Which origins are this site's own: its pages may use the control API, those of other sites may not. */
import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../../src/config/reader.ts';
import { hostOf } from '../../src/web/origin.ts';

/** Of a request that has an `Origin`. */
export type IsOwn = (headers: IncomingHttpHeaders) => boolean;

/**
 * `host`: where it listens; `url` gives its URL once it does. On loopback only this machine's names count: a foreign
 * name that leads here is another site's. Elsewhere the name is whatever the page was reached under.
 */
export function ownOrigins(host: string, url: () => string): IsOwn {
  if (isLoopback(host))
    return ({ origin }) => origin !== undefined && [url(), url().replace('127.0.0.1', 'localhost')].includes(origin);
  return ({ origin = '', host: reachedAs = '' }) => hostOf(origin) === reachedAs;
}
