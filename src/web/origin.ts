/** Which origins may write and open live connections: our own pages, and whatever is no browser and sends none. */
import type { FastifyRequest } from 'fastify';
import { pmcError } from '../errors.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A hook. Rejects with PMC_ORIGIN_FOREIGN for a write or an upgrade that another site's page asked for. */
export function refuseForeignOrigins(publicUrl: string | null) {
  const publicOrigin = publicUrl === null ? null : new URL(publicUrl).origin;
  return async (request: FastifyRequest): Promise<void> => {
    const { origin } = request.headers;
    const guarded = request.ws || (!READS.has(request.method) && request.routeOptions.config.anyOrigin !== true);
    if (!guarded || origin === undefined || origin === publicOrigin || hostOf(origin) === request.headers.host) return;
    throw pmcError('PMC_ORIGIN_FOREIGN', { origin: origin.slice(0, 100), expected: publicOrigin ?? request.headers.host ?? 'ours' });
  };
}

/** Host and port of an origin; undefined for what is none, such as `null`. */
export function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
