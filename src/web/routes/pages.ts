/** The built student and operator pages. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { reasonOf } from '../../runtime/index.ts';
import type { Session } from '../contract/session.ts';
import { firstPaint } from '../pages/first-paint.ts';
import { page } from '../pages/html.ts';
import { readerLanguage } from '../http/reader-language.ts';
import type { Routes, Web } from '../http/route.ts';
import { aboutOf } from './about.ts';

/** Vite puts a hash of the content into file names. A file such as `main-Bq3f9aXz.js` never changes. */
const HASHED = /-[\w-]{8}\.\w+(?:\.br|\.gz)?$/;

export const pageRoutes: Routes = (app, web) => {
  const { pagesDir } = web.own;
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
  const sendNotBuilt = (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    reply
      .code(503)
      .type('text/html; charset=utf-8')
      .send(page('The pages are not built yet', '<p>Run <code>npm run build</code> and start again.</p>'));
  const hidden = { schema: { hide: true } };
  app.get('/operator', hidden, built ? (_request, reply) => reply.sendFile('operator.html') : sendNotBuilt);
  app.get('/account', hidden, built ? (_request, reply) => reply.sendFile('account.html') : sendNotBuilt);
  app.get('/', hidden, built ? studentPage(web) : sendNotBuilt);
};

function studentPage(web: Web) {
  const html = readFile(join(web.own.pagesDir, 'index.html'), 'utf8');
  // Awaited at the first request, which then fails with the reason.
  html.catch(() => undefined);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<string> => {
    const session = await sessionOf(web, request);
    const boot = { about: aboutOf(web), ...(session !== undefined && { session }) };
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'private, no-cache')
      .header('vary', 'accept-language');
    return firstPaint(await html, boot, request.query as Record<string, unknown>, readerLanguage(request));
  };
}

/** Returns undefined if the store does not answer. The page then asks again by itself. */
async function sessionOf(
  { auth, context: { log } }: Web,
  request: FastifyRequest,
): Promise<Session | null | undefined> {
  try {
    const user = await auth.userOf(request);
    return user === undefined ? null : auth.sessionOf(user);
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, 'the student page is sent without its session');
    return undefined;
  }
}
