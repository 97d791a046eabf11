/** Limits on sign-in links: few per address, but many per client, because a campus shares IP addresses. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientOf } from '../../net/client-key.ts';
import type { SignInRequest } from '../contract/session.ts';
import { webError } from '../errors.ts';
import { SIGN_IN_WINDOW_MS, SIGN_INS_PER_ADDRESS, SIGN_INS_PER_CLIENT } from '../limits.ts';
import { mailboxKey } from './mailbox-key.ts';
import type { WebServer } from './route.ts';

/** Returns a hook that runs after the body is validated. It rejects with PMC_TOO_MANY_REQUESTS and sets Retry-After. */
export function signInLimits(app: WebServer): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const perClient = app.createRateLimit({
    max: SIGN_INS_PER_CLIENT,
    timeWindow: SIGN_IN_WINDOW_MS,
    keyGenerator: clientOf,
  });
  const perAddress = app.createRateLimit({
    max: SIGN_INS_PER_ADDRESS,
    timeWindow: SIGN_IN_WINDOW_MS,
    keyGenerator: (request) => mailboxKey((request.body as SignInRequest).email),
  });
  return async (request, reply) => {
    for (const limit of [perClient, perAddress]) {
      const found = await limit(request);
      if (found.isAllowed || !found.isExceeded) continue;
      reply.header('retry-after', found.ttlInSeconds);
      throw webError('PMC_TOO_MANY_REQUESTS', { seconds: found.ttlInSeconds });
    }
  };
}
