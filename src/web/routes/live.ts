/** The WebSockets: /ws and /ws/operator for the pages, /mqtt for MQTT clients that cannot open TCP connections. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createWebSocketStream } from 'ws';
import type { WebSocket } from 'ws';
import type { Clock } from '../../runtime/index.ts';
import { clientOf } from '../../net/client-key.ts';
import { webError } from '../errors.ts';
import { converse } from '../live/conversation.ts';
import type { LiveHub } from '../live/hub.ts';
import type { Web, WebServer } from '../http/route.ts';
import { converseWithOperator } from '../push/conversation.ts';
import type { PushHub } from '../push/hub.ts';

export interface Hubs {
  /** For the students' pages. */
  readonly live: LiveHub;
  /** For the operators' page. */
  readonly push: PushHub;
}

const GOING_AWAY = 1001;
/** Milliseconds for a client to close its side. */
const GOODBYE_MS = 1_000;

export function liveRoutes(app: WebServer, web: Web, { live, push }: Hubs): void {
  const upgradeOnly = (url: string, wsHandler: (socket: WebSocket, request: FastifyRequest) => void): void => {
    const handler = () => {
      throw webError('PMC_REQUEST_INVALID', { reason: `${url} is a WebSocket. Send an Upgrade request` });
    };
    app.route({ method: 'GET', url, exposeHeadRoute: false, schema: { hide: true }, handler, wsHandler });
  };
  upgradeOnly('/ws', (socket, request) => converse(socket, request, web, live));
  upgradeOnly('/ws/operator', (socket, request) => converseWithOperator(socket, request, web, push));
  const { bus } = web.node;
  if (bus.acceptStream !== null)
    upgradeOnly('/mqtt', (socket, request) => bus.acceptStream?.(createWebSocketStream(socket), clientOf(request)));
}

/** Closes every WebSocket when the server closes. Does not wait for clients that do not answer. */
export function hangUp(clock: Clock) {
  return function preClose(this: FastifyInstance, done: () => void): void {
    const { clients } = this.websocketServer;
    for (const client of clients) client.close(GOING_AWAY, 'the server stops');
    const timer = clock.setTimeout(() => {
      for (const client of clients) client.terminate();
    }, GOODBYE_MS);
    this.websocketServer.close(() => {
      clock.clearTimeout(timer);
      done();
    });
  };
}
