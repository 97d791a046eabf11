/**
 * Which origins may write and open live connections: our own pages, and clients that are not browsers and send none.
 * With PUBLIC_URL our origin is its scheme, host and port. The Host header is not enough then: anybody can point a name
 * at this machine.
 */
import type { FastifyRequest } from 'fastify';
import { webError } from '../errors.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A hook. Rejects with PMC_ORIGIN_FOREIGN for a write or an upgrade from a page of another site. */
export function refuseForeignOrigins(publicUrl: string | null) {
  const publicOrigin = publicUrl === null ? null : new URL(publicUrl).origin;
  return async (request: FastifyRequest): Promise<void> => {
    const { origin } = request.headers;
    const guarded = request.ws || (!READS.has(request.method) && request.routeOptions.config.anyOrigin !== true);
    if (!guarded || origin === undefined) return;
    const { host = '' } = request.headers;
    // Without PUBLIC_URL the scheme is not known: a proxy may speak https to the browser.
    if (publicOrigin === null ? hostOf(origin) !== host : origin !== publicOrigin) {
      throw webError('PMC_ORIGIN_FOREIGN', {
        origin: origin.slice(0, 100),
        expected: publicOrigin ?? (host || 'ours'),
      });
    }
  };
}

/** Host and port of an origin; undefined for an invalid one, such as `null`. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
