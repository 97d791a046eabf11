/** Accepted request bodies: JSON, and forms only on routes that a page or a mail program posts a form to. */
import type { FastifyInstance } from 'fastify';
import type { WebServer } from './route.ts';

/** Accepts only JSON. An empty body counts as no body, whatever its content type. */
export function takeJsonOnly(app: WebServer): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parseJson(request, body.toString(), done);
  });
}

/** Makes the routes of a scope accept HTML forms too. */
export function takeForms(scope: FastifyInstance): void {
  scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body.toString())));
  });
}
