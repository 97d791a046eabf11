/**
 * Sockets of Upgrade requests: Node looks after them no longer, so each becomes a WebSocket or is closed, answered or
 * not.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock, Timer } from '../../runtime/index.ts';
import { HANDLER_TIMEOUT_MS } from '../limits.ts';
import type { WebServer } from './route.ts';

/** Closes those that nothing has taken in time. Call it once the WebSocket plugin is there. */
export function closeUntakenUpgrades(app: WebServer, clock: Clock): void {
  const timers = new WeakMap<IncomingMessage, Timer>();
  app.server.on('upgrade', (request, socket) => {
    const timer = clock.setTimeout(() => socket.destroy(), HANDLER_TIMEOUT_MS);
    timers.set(request, timer);
    socket.once('close', () => clock.clearTimeout(timer));
  });
  app.websocketServer.on('connection', (_client: unknown, request: IncomingMessage) => {
    const timer = timers.get(request);
    if (timer !== undefined) clock.clearTimeout(timer);
  });
}

/**
 * Hangs up when an Upgrade request is answered by an error. A request that fastify cannot even route passes none of its
 * hooks.
 */
export function closeAfterUpgrade({ raw }: FastifyRequest, reply: FastifyReply): void {
  if (raw.headers.upgrade === undefined) return;
  const socket: Socket = raw.socket;
  reply.raw.once('finish', () => socket.destroySoon());
}
