import type { FastifyRequest } from 'fastify';
import t from 'tap';
import { errorPage, page, wantsPage } from '../../../src/web/pages/html.ts';

t.test('titles and messages are escaped', async (t) => {
  t.match(page('<b>', '<p>content</p>'), /<title>&lt;b&gt; · PickMyClass<\/title>/);
  t.match(page('<b>', '<p>content</p>'), '<p>content</p>');
});

t.test('an error that students meet is told in their language and in their words', async (t) => {
  const told = errorPage({ code: 'PMC_CHECKS_PAUSED' }, 'es');
  t.match(told, '<html lang="es">');
  t.match(told, '<h1>Eso no funcionó</h1>');
  t.match(told, 'Tus seguimientos se conservan.');
  t.match(errorPage({ code: 'PMC_STORE_LOCKED' }, 'en'), 'Something went wrong on our side. Try again in a minute.');
});

t.test('only a client that prefers HTML gets a page', async (t) => {
  const wants = (accept?: string): boolean =>
    wantsPage({ headers: accept === undefined ? {} : { accept } } as unknown as FastifyRequest);
  t.ok(wants('text/html,application/xhtml+xml,*/*;q=0.8'));
  for (const accept of [undefined, '*/*', 'application/json', 'application/json, text/html'])
    t.notOk(wants(accept), String(accept));
});
