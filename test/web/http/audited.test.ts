import fastify from 'fastify';
import t from 'tap';
import { requireEntries } from '../../../src/web/http/audited.ts';
import type { WebServer } from '../../../src/web/http/route.ts';

t.test('an answer of 2xx to a write that was not entered is an error, so no route can forget its entry', async (t) => {
  const app = fastify() as unknown as WebServer;
  app.decorateRequest('audited', false);
  requireEntries(app);
  app.get('/read', async () => ({}));
  app.post('/forgets', async () => ({}));
  app.post('/refuses', async (_request, reply) => reply.code(404).send({}));
  app.post('/enters', async (request) => {
    request.audited = true;
    return {};
  });
  for (const [method, url, status] of [
    ['GET', '/read', 200],
    ['HEAD', '/read', 200],
    ['POST', '/forgets', 500],
    ['POST', '/refuses', 404],
    ['POST', '/enters', 200],
  ] as const)
    t.equal((await app.inject({ method, url })).statusCode, status, `${method} ${url}`);
});
