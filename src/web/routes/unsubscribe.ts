/** Unsubscribe links (RFC 8058): a mail program posts them without cookie or origin, a person sees a page first. */
import { Type } from 'typebox';
import { webError } from '../error-table.ts';
import { readUnsubscribe } from '../../notify/unsubscribe-token.ts';
import { takeForms } from '../body-parsers.ts';
import { unsubscribedPage, unsubscribePage } from '../pages/unsubscribe-page.ts';
import type { Routes } from '../web-server.ts';

const Query = Type.Object({ token: Type.Optional(Type.String()) });
const HTML = 'text/html; charset=utf-8';

export const unsubscribeRoutes: Routes = (app, { watching, sessionSecret }) => {
  const watchIdOf = (token = ''): string => {
    const watchId = readUnsubscribe(token, sessionSecret);
    if (watchId === undefined) throw webError('PMC_TOKEN_INVALID', {});
    return watchId;
  };

  app.register(async (scope: typeof app) => {
    takeForms(scope);
    // RFC 8058 lets mail programs send multipart too. The one field it holds says nothing the route does not know.
    scope.addContentTypeParser('multipart/form-data', { parseAs: 'string' }, (_request, _body, done) => done(null, {}));

    scope.get(
      '/api/v1/unsubscribe',
      {
        schema: {
          tags: ['unsubscribe'],
          summary: 'A page that asks: this watch, or all? Changes nothing',
          querystring: Query,
        },
      },
      async ({ query }, reply) => {
        const section = await watching.sectionOf(watchIdOf(query.token));
        return reply
          .type(HTML)
          .header('cache-control', 'no-store')
          .send(section === undefined ? unsubscribedPage() : unsubscribePage(section, query.token ?? ''));
      },
    );

    scope.post(
      '/api/v1/unsubscribe',
      {
        config: { anyOrigin: true },
        schema: {
          tags: ['unsubscribe'],
          summary:
            'End the watch the token stands for (RFC 8058 one-click), or with scope=all every watch of its owner',
          querystring: Query,
          body: Type.Union([Type.Object({ scope: Type.Optional(Type.String()) }), Type.Null()]),
        },
      },
      async ({ query, body }, reply) => {
        await watching.endForOwner(watchIdOf(query.token), body?.scope === 'all' ? 'all' : 'this');
        return reply.type(HTML).send(unsubscribedPage());
      },
    );
  });
};
