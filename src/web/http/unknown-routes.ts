/** Answers requests without a route: 405 with `Allow` if the path has other methods, otherwise 404. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { webError } from '../errors.ts';
import type { WebServer } from './route.ts';

interface KnownPath {
  pattern: RegExp;
  methods: Set<string>;
}

/** Must be called before routes are added. */
export function answerUnknownRoutes(app: WebServer): void {
  const paths = new Map<string, KnownPath>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = paths.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const one of [method].flat()) known.methods.add(one);
    paths.set(url, known);
  });
  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    const url = request.url.split('?', 1)[0] ?? '';
    const allowed = new Set(
      [...paths.values()].filter(({ pattern }) => pattern.test(url)).flatMap(({ methods }) => [...methods]),
    );
    if (allowed.size === 0 || allowed.has(request.method))
      throw webError('PMC_ROUTE_NOT_FOUND', { method: request.method, url: url.slice(0, 200) });
    reply.header('allow', [...allowed].join(', '));
    throw webError('PMC_METHOD_NOT_ALLOWED', {
      method: request.method,
      url: url.slice(0, 200),
      allowed: [...allowed].join(', '),
    });
  });
}

/** `/a/:b` → /^\/a\/[^/]+$/ */
function patternOf(url: string): RegExp {
  const parts = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${parts.join('/')}$`);
}
