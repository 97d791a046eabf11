/**
 * Which origins may write and open live connections: our own pages, and whatever is no browser and sends none. With
 * PUBLIC_URL ours is that one, scheme, host and port: a name that somebody points at this machine has a host of its own
 * too.
 */
import type { FastifyRequest } from 'fastify';
import { webError } from '../errors.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A hook. Rejects with PMC_ORIGIN_FOREIGN for a write or an upgrade that another site's page asked for. */
export function refuseForeignOrigins(publicUrl: string | null) {
  const publicOrigin = publicUrl === null ? null : new URL(publicUrl).origin;
  return async (request: FastifyRequest): Promise<void> => {
    const { origin } = request.headers;
    const guarded = request.ws || (!READS.has(request.method) && request.routeOptions.config.anyOrigin !== true);
    if (!guarded || origin === undefined) return;
    const { host = '' } = request.headers;
    // Without PUBLIC_URL nothing tells the scheme: a proxy may speak https to the browser.
    if (publicOrigin === null ? hostOf(origin) !== host : origin !== publicOrigin) {
      throw webError('PMC_ORIGIN_FOREIGN', {
        origin: origin.slice(0, 100),
        expected: publicOrigin ?? (host || 'ours'),
      });
    }
  };
}

/** Host and port of an origin; undefined for what is none, such as `null`. */
export function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
