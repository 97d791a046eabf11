/** Limits on what students can make this server send to others, and on guessing codes. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { studentOf } from '../auth.ts';
import { CHANNEL_TRIES, CHANNEL_WINDOW_MS } from '../limits.ts';
import { limitHook } from './limit-hook.ts';
import type { WebServer } from './route.ts';

/** Returns a hook with one count for each student, shared by all routes that use it. */
export function channelLimits(app: WebServer): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  return limitHook(app, {
    max: CHANNEL_TRIES,
    timeWindow: CHANNEL_WINDOW_MS,
    keyGenerator: (request) => studentOf(request).id,
  });
}
