/** The faults that affect a request before any route sees it. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock, Timer } from '../../src/runtime/index.ts';
import type { Misbehaviour } from './misbehaviour.ts';

const RETRY_AFTER_S = 3;

/** An onRequest hook. `stop` releases the requests that are waiting. */
export function faultHook(
  misbehaviour: Misbehaviour,
  clock: Clock,
): { hook: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>; stop: () => void } {
  const waiting = new Map<Timer, () => void>();

  const wait = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = clock.setTimeout(() => {
        waiting.delete(timer);
        resolve();
      }, delayMs);
      waiting.set(timer, resolve);
    });

  const hook = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (misbehaviour.latencyMs > 0) await wait(misbehaviour.latencyMs);
    if (misbehaviour.strikes('reset')) {
      reply.hijack();
      request.raw.socket.resetAndDestroy();
      return reply;
    }
    if (misbehaviour.strikes('hang')) return reply.hijack();
    if (misbehaviour.strikes('error')) {
      return reply
        .code(misbehaviour.errorStatus)
        .type('text/html')
        .send('<!doctype html><title>Error</title><h1>The service is unavailable.</h1><p>Simulated university.</p>');
    }
    if (misbehaviour.strikes('forbidden'))
      return reply
        .code(403)
        .type('text/html')
        .send('<!doctype html><title>ASU error page</title><h1>Request blocked</h1><p>Simulated university.</p>');
    if (misbehaviour.strikes('tooManyRequests'))
      return reply.code(429).header('retry-after', String(RETRY_AFTER_S)).type('text/plain').send('Too many requests');
    if (misbehaviour.strikes('loginWall')) return reply.redirect('/login');
    return undefined;
  };

  const stop = (): void => {
    for (const [timer, resolve] of waiting) {
      clock.clearTimeout(timer);
      resolve();
    }
    waiting.clear();
  };
  return { hook, stop };
}
