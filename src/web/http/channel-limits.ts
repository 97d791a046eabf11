/** Limits on what students can make this server send to others, and on guessing codes. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { studentOf } from '../auth.ts';
import { webError } from '../errors.ts';
import { CHANNEL_TRIES, CHANNEL_WINDOW_MS } from '../limits.ts';
import type { WebServer } from './route.ts';

/**
 * Returns a hook with one count for each student, shared by all routes that use it. It rejects with
 * PMC_TOO_MANY_REQUESTS and sets Retry-After.
 */
export function channelLimits(app: WebServer): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const limit = app.createRateLimit({
    max: CHANNEL_TRIES,
    timeWindow: CHANNEL_WINDOW_MS,
    keyGenerator: (request) => studentOf(request).id,
  });
  return async (request, reply) => {
    const found = await limit(request);
    if (found.isAllowed || !found.isExceeded) return;
    reply.header('retry-after', found.ttlInSeconds);
    throw webError('PMC_TOO_MANY_REQUESTS', { seconds: found.ttlInSeconds });
  };
}
