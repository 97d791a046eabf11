/** The site's pages: the class list (a single-page app), the control page, the sign-in page of the login wall. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Counters } from './counters.ts';
import type { Misbehaviour } from './misbehaviour.ts';

export const CATALOG_PATH = '/catalog/classes/classlist';
export const CONTROL_PATH = '/control';
const SCRIPT = /<script type="module"[^>]*><\/script>/;

/** Plain browser modules, served as they are: compiled or not, they lie in the source folder. */
const PAGE_DIR = join(packageRoot(dirname(fileURLToPath(import.meta.url))), 'scripts', 'campus', 'page');

function packageRoot(dir: string): string {
  return existsSync(join(dir, 'package.json')) ? dir : packageRoot(dirname(dir));
}

function readPage(name: string): string {
  return readFileSync(join(PAGE_DIR, name), 'utf8');
}

/** Pages that the faults do not touch. */
export function registerOpenPages(app: FastifyInstance): void {
  const control = readPage('control.html');
  const login = readPage('login.html');
  app.register(fastifyStatic, { root: PAGE_DIR, prefix: '/assets/', index: false, maxAge: '1h', decorateReply: false });
  app.get('/', async (_request, reply) => reply.redirect(CONTROL_PATH));
  app.get(CONTROL_PATH, async (_request, reply) => html(reply).send(control));
  app.get('/login', async (_request, reply) => html(reply).send(login));
  app.get('/robots.txt', async (_request, reply) => reply.type('text/plain').send('User-agent: *\nDisallow: /control\n'));
}

/** The class list: always the same shell, whatever is asked; its script does the rest. */
export function registerCatalog(app: FastifyInstance, misbehaviour: Misbehaviour, requests: Counters): void {
  const shell = readPage('classlist.html');
  app.get(CATALOG_PATH, async (_request, reply) => {
    requests.page += 1;
    const page = misbehaviour.strikes('changedClassNames') ? shell.replace('<html', '<html data-layout="changed"') : shell;
    return html(reply).send(misbehaviour.strikes('emptyShell') ? page.replace(SCRIPT, '') : page);
  });
}

function html<Reply extends { type(type: string): Reply; header(name: string, value: string): Reply }>(reply: Reply): Reply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache');
}
