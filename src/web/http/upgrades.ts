/** Sockets of Upgrade requests. Node no longer manages them, so each must become a WebSocket or be closed. */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock, Timer } from '../../runtime/index.ts';
import { HANDLER_TIMEOUT_MS } from '../limits.ts';
import type { WebServer } from './route.ts';

/** Closes sockets that nothing accepts in time. Must be called after the WebSocket plugin is registered. */
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
 * Disconnects after an Upgrade request was answered with an error. A hook would miss requests that Fastify cannot even
 * route.
 */
export function closeAfterUpgrade({ raw }: FastifyRequest, reply: FastifyReply): void {
  if (raw.headers.upgrade === undefined) return;
  const socket: Socket = raw.socket;
  reply.raw.once('finish', () => socket.destroySoon());
}
