/** Lets pages of other sites read public facts (CORS). Cookies are never allowed, so a page learns nothing personal. */
import type { WebServer } from './route.ts';

/** The request headers that such pages may set. */
const HEADERS = 'authorization, if-none-match, last-event-id';
/** Seconds for which a browser remembers the permission. */
const MAX_AGE = '7200';

/** For all routes that are added to `scope` from now on. `*` in `origins`: any site. */
export function allowOrigins(scope: WebServer, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const any = origins.includes('*');
  scope.addHook('onRequest', async ({ headers: { origin } }, reply) => {
    if (!any && !origins.includes(origin ?? '')) return;
    reply.headers({
      'access-control-allow-origin': any ? '*' : origin,
      'access-control-expose-headers': 'etag, retry-after, x-request-id',
    });
  });
  // The route may set the header, too.
  scope.addHook('onSend', async (_request, reply, payload) => {
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
