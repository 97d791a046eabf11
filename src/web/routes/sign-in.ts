/**
 * The pages behind a sign-in link. Opening the link changes nothing, because mail scanners open links. Its button signs
 * in the browser that shows the page, and starts the watches that were asked for with the link.
 */
import { Type } from 'typebox';
import type { FastifyReply } from 'fastify';
import { DEFAULT_PREFERENCES } from '../../domain/preferences.ts';
import { hashOf } from '../../net/secret.ts';
import { webError } from '../errors.ts';
import { takeForms } from '../http/body-parsers.ts';
import type { Routes } from '../http/route.ts';
import { signInPage, wishesFailedPage } from '../pages/sign-in-page.ts';
import { namesOf, startWishesOf } from '../wishes.ts';

const LinkToken = Type.Object({ token: Type.Optional(Type.String({ maxLength: 100 })) });

export const signInPageRoutes: Routes = (app, web) => {
  const { accounts } = web.node.store;

  /** Rejects with PMC_TOKEN_INVALID. */
  const linkOf = async (token: string | undefined) => {
    const asked = token === undefined ? undefined : await accounts.peekSignIn(hashOf(token));
    if (token === undefined || asked === undefined) throw webError('PMC_TOKEN_INVALID', {});
    return { token, ...asked, language: asked.preferences.language ?? DEFAULT_PREFERENCES.language };
  };

  app.register(async (scope: typeof app) => {
    takeForms(scope);

    scope.get('/sign-in', { schema: { hide: true, querystring: LinkToken } }, async ({ query }, reply) => {
      const { email, token, wishes, language } = await linkOf(query.token);
      return html(reply, signInPage(email, token, await namesOf(web, wishes), language));
    });

    scope.post(
      '/sign-in',
      { schema: { hide: true, querystring: LinkToken, body: Type.Union([LinkToken, Type.Null()]) } },
      async (request, reply) => {
        const { token, wishes, language } = await linkOf(request.body?.token ?? request.query.token);
        const user = await web.auth.signIn(token, request, reply);
        if (user === undefined) throw webError('PMC_TOKEN_INVALID', {});
        const told = await startWishesOf(web, { tokenHash: hashOf(token), userId: user.id, wishes });
        if (told.failed.length > 0) return html(reply, wishesFailedPage(told, language));
        return reply.header('cache-control', 'no-store').redirect('/', 303);
      },
    );
  });
};

function html(reply: FastifyReply, page: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page);
}
