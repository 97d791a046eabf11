import type { FastifyRequest } from 'fastify';
import t from 'tap';
import { errorPage, page, wantsPage } from '../../../src/web/pages/html.ts';

t.test('titles and messages are escaped', async (t) => {
  t.match(page('<b>', '<p>content</p>'), /<title>&lt;b&gt; · PickMyClass<\/title>/);
  t.match(page('<b>', '<p>content</p>'), '<p>content</p>');
  t.match(errorPage('<script>'), '<p>&lt;script&gt;</p>');
});

t.test('only a client that prefers HTML gets a page', async (t) => {
  const wants = (accept?: string): boolean =>
    wantsPage({ headers: accept === undefined ? {} : { accept } } as unknown as FastifyRequest);
  t.ok(wants('text/html,application/xhtml+xml,*/*;q=0.8'));
  for (const accept of [undefined, '*/*', 'application/json', 'application/json, text/html'])
    t.notOk(wants(accept), String(accept));
});
