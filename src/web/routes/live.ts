/** The WebSockets: /ws for pages, /mqtt for MQTT clients that cannot open TCP connections. */
import type { FastifyRequest } from 'fastify';
import { createWebSocketStream } from 'ws';
import type { WebSocket } from 'ws';
import { pmcError } from '../../errors.ts';
import { converse } from '../live/conversation.ts';
import type { LiveHub } from '../live/hub.ts';
import type { Web, WebServer } from '../web-server.ts';

export function liveRoutes(app: WebServer, web: Web, hub: LiveHub): void {
  const upgradeOnly = (url: string, wsHandler: (socket: WebSocket, request: FastifyRequest) => void): void => {
    const handler = () => { throw pmcError('PMC_REQUEST_INVALID', { reason: `${url} is a WebSocket; ask for an upgrade` }); };
    app.route({ method: 'GET', url, exposeHeadRoute: false, schema: { hide: true }, handler, wsHandler });
  };
  upgradeOnly('/ws', (socket, request) => converse(socket, request, web, hub));
  upgradeOnly('/mqtt', (socket, request) => web.acceptMqtt(createWebSocketStream(socket), request.raw));
}
