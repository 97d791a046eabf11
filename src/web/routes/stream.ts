/** GET /api/v1/stream: changes of all sections as server-sent events. */
import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { clientOf } from '../../net/client-key.ts';
import { StreamQuery } from '../contract/changes.ts';
import { EventStreamText } from '../contract/text.ts';
import type { Web, WebServer } from '../http/route.ts';
import type { ChangeFeed } from '../live/change-feed.ts';
import { Clients } from '../live/clients.ts';
import { EventStream } from '../live/event-stream.ts';
import { STREAMS_PER_CLIENT } from '../limits.ts';

/** `no-transform`: a proxy that compresses would hold events back. nginx obeys the last one. */
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

export function streamRoutes(app: WebServer, { node: { keys }, context: { clock } }: Web, feed: ChangeFeed): void {
  const clients = new Clients(STREAMS_PER_CLIENT);
  app.addHook('preClose', async () => feed.close());
  app.get(
    '/api/v1/stream',
    {
      exposeHeadRoute: false,
      config: { errors: ['PMC_CURSOR_GONE', 'PMC_LIVE_LIMIT'] },
      schema: {
        tags: ['sections'],
        summary: 'Changes of all sections as server-sent events',
        description:
          'Each event is a `change`, and its id is a cursor. A client that returns with `Last-Event-ID` first gets ' +
          'every change it missed. A client that does not read for 30 s is cut.',
        querystring: StreamQuery,
        response: { 200: EventStreamText },
      },
    },
    async (request, reply) => {
      const start = await feed.startOf(lastEventId(request) ?? request.query.since ?? null);
      const { apiKey } = request;
      const client = clients.enter(apiKey === null ? clientOf(request) : `key ${apiKey.id}`);
      const { raw } = reply;
      const release = apiKey === null ? undefined : keys.hold(apiKey.id, () => raw.destroy());
      const stream = new EventStream(raw, clock);
      stream.onClose(() => {
        clients.leave(client);
        release?.();
      });
      reply.hijack();
      reply.headers(HEADERS);
      raw.writeHead(200, reply.getHeaders() as OutgoingHttpHeaders);
      feed.add(stream, start);
    },
  );
}

/** A header that is empty counts as none: some clients send it before the first event. */
function lastEventId({ headers }: FastifyRequest): string | undefined {
  const [id] = [headers['last-event-id']].flat();
  return id === '' ? undefined : id;
}
