/**
 * Decides which origins may write and open live connections: our own pages, and clients that are not browsers and send
 * no origin. With PUBLIC_URL, our origin is its scheme, host and port. The Host header is not enough then, because
 * anybody can point a name at this machine.
 */
import type { FastifyRequest } from 'fastify';
import { webError } from '../errors.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Returns a hook that rejects writes and upgrades from pages of other sites with PMC_ORIGIN_FOREIGN. */
export function refuseForeignOrigins(publicUrl: string | null) {
  const publicOrigin = publicUrl === null ? null : new URL(publicUrl).origin;
  return async (request: FastifyRequest): Promise<void> => {
    const { origin } = request.headers;
    const guarded = request.ws || (!READS.has(request.method) && request.routeOptions.config.anyOrigin !== true);
    if (!guarded || origin === undefined) return;
    const { host = '' } = request.headers;
    // Without PUBLIC_URL the scheme is unknown: a proxy may use https towards the browser.
    if (publicOrigin === null ? hostOf(origin) !== host : origin !== publicOrigin) {
      throw webError('PMC_ORIGIN_FOREIGN', {
        origin: origin.slice(0, 100),
        expected: publicOrigin ?? (host || 'ours'),
      });
    }
  };
}

/** Returns host and port of an origin, or undefined if it is invalid, such as `null`. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
