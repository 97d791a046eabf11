/**
 * Unsubscribe links (RFC 8058). Mail programs post to them without a cookie or an origin. A person who opens one sees a
 * page first.
 */
import { Type } from 'typebox';
import { HtmlPage } from '../contract/text.ts';
import { webError } from '../errors.ts';
import { readAction } from '../../notify/action-token.ts';
import { takeForms } from '../http/body-parsers.ts';
import { unsubscribedPage, unsubscribePage } from '../pages/unsubscribe-page.ts';
import type { Routes } from '../http/route.ts';

const Query = Type.Object({ token: Type.Optional(Type.String()) });
const HTML = 'text/html; charset=utf-8';

export const unsubscribeRoutes: Routes = (app, { node: { secrets }, watching }) => {
  const watchesOf = (token = ''): string[] => {
    const action = readAction(token, secrets.sessionSecret);
    if (action === undefined) throw webError('PMC_TOKEN_INVALID', {});
    return action.watches;
  };

  app.register(async (scope: typeof app) => {
    takeForms(scope);
    // RFC 8058 lets mail programs send multipart too. Its only field tells the route nothing new.
    scope.addContentTypeParser('multipart/form-data', { parseAs: 'string' }, (_request, _body, done) => done(null, {}));

    scope.get(
      '/api/v1/unsubscribe',
      {
        config: { errors: ['PMC_TOKEN_INVALID'] },
        schema: {
          tags: ['unsubscribe'],
          summary: 'A page that asks whether to end this watch or all of them. Changes nothing',
          querystring: Query,
          response: { 200: HtmlPage },
        },
      },
      async ({ query }, reply) => {
        const watch = await watching.find(watchesOf(query.token)[0]!);
        const section = watch?.section ?? watch?.covers[0] ?? watch?.course;
        return reply
          .type(HTML)
          .header('cache-control', 'no-store')
          .send(section === undefined ? unsubscribedPage() : unsubscribePage(section, query.token ?? ''));
      },
    );

    scope.post(
      '/api/v1/unsubscribe',
      {
        config: { anyOrigin: true, errors: ['PMC_TOKEN_INVALID'] },
        schema: {
          tags: ['unsubscribe'],
          summary:
            'End the watches that the token names (RFC 8058 one-click), or with scope=all every watch of its owner',
          querystring: Query,
          response: { 200: HtmlPage },
          body: Type.Union([Type.Object({ scope: Type.Optional(Type.String()) }), Type.Null()]),
        },
      },
      async ({ query, body }, reply) => {
        for (const watchId of watchesOf(query.token))
          await watching.endForOwner(watchId, body?.scope === 'all' ? 'all' : 'this');
        return reply.type(HTML).send(unsubscribedPage());
      },
    );
  });
};
