/** Limits on sign-in links: few per address, but many per client, because a campus shares IP addresses. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientOf } from '../../net/client-key.ts';
import type { SignInRequest } from '../contract/session.ts';
import { SIGN_IN_WINDOW_MS, SIGN_INS_PER_ADDRESS, SIGN_INS_PER_CLIENT } from '../limits.ts';
import { limitHook } from './limit-hook.ts';
import { mailboxKey } from './mailbox-key.ts';
import type { WebServer } from './route.ts';

/** Returns a hook that runs after the body is validated. It rejects with PMC_TOO_MANY_REQUESTS and sets Retry-After. */
export function signInLimits(app: WebServer): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const timeWindow = SIGN_IN_WINDOW_MS;
  const perClient = limitHook(app, { max: SIGN_INS_PER_CLIENT, timeWindow, keyGenerator: clientOf });
  const perAddress = limitHook(app, {
    max: SIGN_INS_PER_ADDRESS,
    timeWindow,
    keyGenerator: (request) => mailboxKey((request.body as SignInRequest).email),
  });
  return async (request, reply) => {
    await perClient(request, reply);
    await perAddress(request, reply);
  };
}
