/** The built student and operator pages. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { page } from '../pages/html.ts';
import type { Routes } from '../http/route.ts';

const PAGES = { '/': 'index.html', '/operator': 'operator.html' };
/** Vite puts a hash of the content into file names. A file such as `main-Bq3f9aXz.js` never changes. */
const HASHED = /-[\w-]{8}\.\w+(?:\.br|\.gz)?$/;

export const pageRoutes: Routes = (app, { own: { pagesDir } }) => {
  const built = existsSync(join(pagesDir, 'index.html'));
  if (built) {
    app.register(fastifyStatic, {
      root: pagesDir,
      wildcard: false,
      index: false,
      cacheControl: false,
      preCompressed: true,
      setHeaders: (reply, path) => {
        reply.header('cache-control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  for (const [url, file] of Object.entries(PAGES)) {
    app.get(url, { schema: { hide: true } }, (_request, reply) => {
      if (built) return reply.sendFile(file);
      return reply
        .code(503)
        .type('text/html; charset=utf-8')
        .send(page('The pages are not built yet', '<p>Run <code>npm run build</code> and start again.</p>'));
    });
  }
};
