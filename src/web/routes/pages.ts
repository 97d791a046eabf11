/** The built student and operator pages. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { reasonOf } from '../../runtime/index.ts';
import type { Session } from '../contract/session.ts';
import { feedLink } from '../pages/feed-link.ts';
import { firstPaint, inLanguage } from '../pages/first-paint.ts';
import { page } from '../pages/html.ts';
import { LANGUAGE_VARIES, readerLanguage } from '../http/reader-language.ts';
import type { Routes, Web } from '../http/route.ts';
import { aboutOf } from './about.ts';

/** Vite puts a hash of the content into file names. A file such as `main-Bq3f9aXz.js` never changes. */
const HASHED = /-[\w-]{8}\.\w+(?:\.br|\.gz)?$/;

export const pageRoutes: Routes = (app, web) => {
  const { pagesDir } = web.own;
  const built = existsSync(join(pagesDir, 'index.html'));
  if (built) {
    // Each file is read when it is asked for, so that pages that are built again are served at once.
    app.register(fastifyStatic, {
      root: join(pagesDir, 'assets'),
      prefix: '/assets/',
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
  const send =
    (name: string) =>
    (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
      reply.sendFile(name, pagesDir);
  if (built) for (const name of ['sw.js', 'manifest.webmanifest']) app.get(`/${name}`, hidden, send(name));
  app.get('/operator', hidden, built ? send('operator.html') : sendNotBuilt);
  app.get('/account', hidden, built ? accountPage(web) : sendNotBuilt);
  app.get('/', hidden, built ? studentPage(web) : sendNotBuilt);
  for (const path of ['/operator', '/account'])
    app.get(`${path}/`, hidden, (request, reply) =>
      // With the query, if there is one.
      reply.redirect(`${path}${request.url.slice(path.length + 1)}`, 308),
    );
};

/** The language is the signed-in student's; of others, as this browser last had it, or asks for. */
function studentPage(web: Web) {
  return builtPage(web, 'index.html', (html, session, request) => {
    const boot = { about: aboutOf(web), ...(session !== undefined && { session }) };
    const language = session?.language ?? readerLanguage(request);
    const query = request.query as Record<string, unknown>;
    const feed = feedLink(query, web.node.sources.institutions, language);
    return firstPaint(html, boot, query, language).replace('</head>', () => `${feed}</head>`);
  });
}

function accountPage(web: Web) {
  return builtPage(web, 'account.html', (html, session, request) =>
    inLanguage(html, session?.language ?? readerLanguage(request)),
  );
}

type Fill = (html: string, session: Session | null | undefined, request: FastifyRequest) => string;

function builtPage(web: Web, name: string, fill: Fill) {
  const read = pageFile(join(web.own.pagesDir, name));
  return async (request: FastifyRequest, reply: FastifyReply): Promise<string> => {
    const [session, html] = await Promise.all([sessionOf(web, request), read()]);
    reply.type('text/html; charset=utf-8').header('cache-control', 'private, no-cache').header('vary', LANGUAGE_VARIES);
    return fill(html, session, request);
  };
}

/** Reads the file each time. While it is built again there is none: the last one is returned. */
function pageFile(path: string): () => Promise<string> {
  let last: string | undefined;
  return async () => {
    try {
      last = await readFile(path, 'utf8');
    } catch (error) {
      if (last === undefined) throw error;
    }
    return last;
  };
}

/** Returns undefined if the store does not answer. The page then asks again by itself. */
async function sessionOf(
  { auth, context: { log } }: Web,
  request: FastifyRequest,
): Promise<Session | null | undefined> {
  try {
    const user = await auth.userOf(request);
    return user === undefined ? null : await auth.sessionOf(user);
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, 'a page is sent without its session');
    return undefined;
  }
}
