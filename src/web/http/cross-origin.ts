/** Lets pages of other sites read public facts (CORS). Cookies are never allowed, so a page learns nothing personal. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebServer } from './route.ts';

/** The request headers that such pages may set. */
const HEADERS = 'authorization, if-none-match, last-event-id';
/** Seconds for which a browser remembers the permission. */
const MAX_AGE = '7200';

/** For all routes that are added to `scope` from now on. `*` in `origins`: any site. */
export function allowOrigins(scope: WebServer, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const any = origins.includes('*');
  const permit = ({ headers: { origin } }: FastifyRequest, reply: FastifyReply): void => {
    if (!any && !origins.includes(origin ?? '')) return;
    reply.headers({
      'access-control-allow-origin': any ? '*' : origin,
      'access-control-expose-headers': 'etag, retry-after, x-request-id',
    });
  };
  // A stream of events does not come past `onSend`.
  scope.addHook('onRequest', async (request, reply) => permit(request, reply));
  scope.addHook('onSend', async (request, reply, payload) => {
    // A hook for all routes may have refused the request before ours was called: a wrong key.
    permit(request, reply);
    // The route may set the header, too.
    if (!any) reply.header('vary', [reply.getHeader('vary'), 'origin'].filter(Boolean).join(', '));
    return payload;
  });
  scope.addHook('onRoute', ({ method, url }) => {
    if (method !== 'GET') return;
    scope.options(url, { schema: { hide: true } }, async (_request, reply) =>
      reply
        .code(204)
        .headers({
          'access-control-allow-methods': 'GET, HEAD',
          'access-control-allow-headers': HEADERS,
          'access-control-max-age': MAX_AGE,
        })
        .send(),
    );
  });
}
