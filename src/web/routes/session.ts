/** Sign-in by a mailed link, and sign-out. Opening the link does not sign in, because mail scanners open links. */
import { Type } from 'typebox';
import { reasonOf } from '../../runtime/index.ts';
import { hashOf, newSecret, studentOf } from '../auth.ts';
import { Session, SignInAnswer, SignInRequest } from '../contract/session.ts';
import { webError } from '../errors.ts';
import { takeForms } from '../http/body-parsers.ts';
import type { Routes } from '../http/route.ts';
import { signInLimits } from '../http/sign-in-limits.ts';
import { signInMail } from '../pages/sign-in-mail.ts';
import { signInPage } from '../pages/sign-in-page.ts';

const LINK_TTL_MS = 15 * 60_000;
const LinkToken = Type.Object({ token: Type.Optional(Type.String({ maxLength: 100 })) });
const tags = ['session'];

export const signInRoutes: Routes = (app, { node: { store }, auth, actors, context: { log }, baseUrl }) => {
  app.post(
    '/api/v1/session',
    {
      preHandler: signInLimits(app),
      config: { errors: ['PMC_TOO_MANY_REQUESTS'] },
      schema: {
        tags,
        summary: 'Request a sign-in link by mail',
        description: 'Every well-formed address gets the same answer, whether it is known or not.',
        body: SignInRequest,
        response: { 202: SignInAnswer },
      },
    },
    async (request, reply) => {
      const email = request.body.email.toLowerCase();
      const { secret, hash } = newSecret();
      await store.accounts.addSignIn(hash, email, LINK_TTL_MS);
      // Not awaited, because the response time must not depend on the address.
      actors.sendMail(signInMail(email, `${baseUrl()}/sign-in?token=${secret}`, LINK_TTL_MS)).then(
        (sent) => {
          if (sent.outcome === 'failed') log.warn({ code: sent.code }, 'sign-in mail failed');
        },
        (error: unknown) => log.warn({ reason: reasonOf(error) }, 'sign-in mail failed'),
      );
      reply.code(202);
      return { message: 'If this address can receive mail, a link to sign in is on its way.' };
    },
  );

  app.delete(
    '/api/v1/session',
    { schema: { tags, summary: 'Sign out', response: { 204: Type.Null() } } },
    async (request, reply) => {
      await auth.signOut(request, reply);
      return reply.code(204).send(null);
    },
  );

  app.register(async (scope: typeof app) => {
    takeForms(scope);

    scope.get('/sign-in', { schema: { hide: true, querystring: LinkToken } }, async ({ query }, reply) => {
      const asked = query.token === undefined ? undefined : await store.accounts.peekSignIn(hashOf(query.token));
      if (query.token === undefined || asked === undefined) throw webError('PMC_TOKEN_INVALID', {});
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(signInPage(asked.email, query.token));
    });

    scope.post(
      '/sign-in',
      { schema: { hide: true, querystring: LinkToken, body: Type.Union([LinkToken, Type.Null()]) } },
      async ({ query, body }, reply) => {
        const token = body?.token ?? query.token;
        if (token === undefined || (await auth.signIn(token, reply)) === undefined)
          throw webError('PMC_TOKEN_INVALID', {});
        return reply.header('cache-control', 'no-store').redirect('/', 303);
      },
    );
  });
};

export const whoAmIRoutes: Routes = (app, { auth }) => {
  app.get(
    '/api/v1/session',
    { schema: { tags, summary: 'Who is signed in', response: { 200: Session } } },
    async (request) => {
      const user = studentOf(request);
      return { email: user.email, operator: auth.isOperator(user) };
    },
  );
};
