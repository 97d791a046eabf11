/** Sign-in links: few for one address, many for one client, because a campus shares addresses. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientOf } from '../net/client-key.ts';
import { webError } from './error-table.ts';
import { SIGN_IN_WINDOW_MS, SIGN_INS_PER_ADDRESS, SIGN_INS_PER_CLIENT } from './limits.ts';
import { mailboxKey } from './mailbox-key.ts';
import type { WebServer } from './web-server.ts';

/** The returned check rejects with PMC_TOO_MANY_REQUESTS and sets Retry-After. */
export function signInLimits(
  app: WebServer,
): (request: FastifyRequest<{ Body: { email: string } }>, reply: FastifyReply) => Promise<void> {
  const perClient = app.createRateLimit({
    max: SIGN_INS_PER_CLIENT,
    timeWindow: SIGN_IN_WINDOW_MS,
    keyGenerator: clientOf,
  });
  const perAddress = app.createRateLimit({
    max: SIGN_INS_PER_ADDRESS,
    timeWindow: SIGN_IN_WINDOW_MS,
    keyGenerator: (request) => mailboxKey((request.body as { email: string }).email),
  });
  return async (request, reply) => {
    for (const limit of [perClient, perAddress]) {
      const found = await limit(request as FastifyRequest);
      if (found.isAllowed || !found.isExceeded) continue;
      reply.header('retry-after', found.ttlInSeconds);
      throw webError('PMC_TOO_MANY_REQUESTS', { seconds: found.ttlInSeconds });
    }
  };
}
