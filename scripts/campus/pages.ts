/** The pages of the site: the class list (a single-page app), the control page, and the sign-in page. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { MOVED_API_BASE } from './api.ts';
import type { ApiParts } from './api.ts';
import { hiddenNow } from './hidden.ts';
import { ClassesQuery, searchOf } from './search-query.ts';

type CatalogParts = Pick<ApiParts, 'answers' | 'misbehaviour' | 'requests' | 'mainTerm'>;

export const CATALOG_PATH = '/catalog/classes/classlist';
export const CONTROL_PATH = '/control';
const SCRIPT = /<script type="module"[^>]*><\/script>/;

/** The folder of the browser modules. They are not compiled, so it is the one among the sources. */
const PAGE_DIR = join(packageRoot(dirname(fileURLToPath(import.meta.url))), 'scripts', 'campus', 'page');

function packageRoot(dir: string): string {
  return existsSync(join(dir, 'package.json')) ? dir : packageRoot(dirname(dir));
}

function readPage(name: string): string {
  return readFileSync(join(PAGE_DIR, name), 'utf8');
}

/** Pages that faults do not affect. */
export function registerOpenPages(app: FastifyInstance): void {
  const control = readPage('control.html');
  const login = readPage('login.html');
  app.register(fastifyStatic, { root: PAGE_DIR, prefix: '/assets/', index: false, maxAge: '1h', decorateReply: false });
  app.get('/', async (_request, reply) => reply.redirect(CONTROL_PATH));
  app.get(CONTROL_PATH, async (_request, reply) => html(reply).send(control));
  app.get('/login', async (_request, reply) => html(reply).send(login));
  app.get('/robots.txt', async (_request, reply) =>
    reply.type('text/plain').send('User-agent: *\nDisallow: /control\n'),
  );
}

/**
 * The class list is always the same shell, and its script makes the search. Only `pageOnly` puts the answer into it.
 */
export function registerCatalog(
  app: FastifyInstance,
  { answers, misbehaviour, requests, mainTerm }: CatalogParts,
): void {
  const shell = readPage('classlist.html');
  const markOf = {
    changedClassNames: 'data-layout="changed"',
    oldMarkup: 'data-markup="old"',
    movedApi: `data-api="${MOVED_API_BASE}"`,
  } as const;
  app
    .withTypeProvider<TypeBoxTypeProvider>()
    .get(CATALOG_PATH, { schema: { querystring: ClassesQuery } }, async (request, reply) => {
      requests.page += 1;
      const marks = (Object.keys(markOf) as (keyof typeof markOf)[])
        .filter((kind) => misbehaviour.strikes(kind))
        .map((kind) => ` ${markOf[kind]}`);
      const page = shell.replace('<html', `<html${marks.join('')}`);
      if (misbehaviour.strikes('emptyShell')) return html(reply).send(page.replace(SCRIPT, ''));
      if (!misbehaviour.strikes('pageOnly')) return html(reply).send(page);
      const answer = answers
        .whole(searchOf(request.query), hiddenNow(misbehaviour, mainTerm))
        .replaceAll('<', '\\u003c');
      return html(reply).send(
        page.replace(SCRIPT, (script) => `<script type="application/json" id="answer">${answer}</script>${script}`),
      );
    });
}

function html<Reply extends { type(type: string): Reply; header(name: string, value: string): Reply }>(
  reply: Reply,
): Reply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache');
}
