/** Limits beside the general one. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { webError } from '../errors.ts';
import type { WebServer } from './route.ts';

/** Returns a hook with counts of its own. It rejects with PMC_TOO_MANY_REQUESTS and sets Retry-After. */
export function limitHook(
  app: WebServer,
  options: Parameters<WebServer['createRateLimit']>[0],
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const limit = app.createRateLimit(options);
  return async (request, reply) => {
    const found = await limit(request);
    if (found.isAllowed || !found.isExceeded) return;
    reply.header('retry-after', found.ttlInSeconds);
    throw webError('PMC_TOO_MANY_REQUESTS', { seconds: found.ttlInSeconds });
  };
}
