/** The faults that hit a request before anything looks at it. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock, Timer } from '../../src/actors/runtime/clock.ts';
import type { Misbehaviour } from './misbehaviour.ts';

/** An onRequest hook; `stop` lets go of the requests it keeps waiting. */
export function faultHook(misbehaviour: Misbehaviour, clock: Clock): { hook: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>; stop: () => void } {
  const waiting = new Map<Timer, () => void>();

  const wait = (delayMs: number): Promise<void> => new Promise((resolve) => {
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
      return reply.code(misbehaviour.errorStatus).type('text/html').send('<!doctype html><title>Error</title><h1>The service is unavailable.</h1><p>Simulated university.</p>');
    }
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
