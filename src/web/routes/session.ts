/** Signing in by a mailed link, and out. Opening the link signs nobody in: mail scanners open links. */
import { Type } from 'typebox';
import { reasonOf } from '../../runtime/index.ts';
import { webError } from '../error-table.ts';
import { hashOf, newSecret, studentOf } from '../auth.ts';
import { takeForms } from '../body-parsers.ts';
import { signInLimits } from '../sign-in-limits.ts';
import { signInMail } from '../pages/sign-in-mail.ts';
import { signInPage } from '../pages/sign-in-page.ts';
import { answers, forStudents, NoContent, strict } from '../schemas.ts';
import type { Routes } from '../web-server.ts';

const LINK_TTL_MS = 15 * 60_000;
/** The rule of HTML's `<input type="email">`. */
const EMAIL =
  "^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$";

const LinkToken = Type.Object({ token: Type.Optional(Type.String({ maxLength: 100 })) });

export const sessionRoutes: Routes = (app, { store, auth, actors, log, baseUrl }) => {
  const limitSignIns = signInLimits(app);

  app.post(
    '/api/v1/session',
    {
      schema: {
        tags: ['session'],
        summary: 'Ask for a sign-in link by mail',
        description: 'Answered alike for every well-formed address, known or not.',
        body: Type.Object({ email: Type.String({ maxLength: 254, pattern: EMAIL }) }, strict),
        response: answers(
          { 202: Type.Object({ message: Type.String() }) },
          'PMC_BODY_INVALID',
          'PMC_TOO_MANY_REQUESTS',
          'PMC_JSON_REQUIRED',
        ),
      },
    },
    async (request, reply) => {
      const email = request.body.email.toLowerCase();
      await limitSignIns(request, reply);
      const { secret, hash } = newSecret();
      await store.accounts.addSignIn(hash, email, LINK_TTL_MS);
      // Not awaited: the time of the answer must not depend on the address.
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

  app.get(
    '/api/v1/session',
    {
      onRequest: auth.requireStudent,
      schema: {
        security: forStudents,
        tags: ['session'],
        summary: 'Who is signed in',
        response: answers(
          { 200: Type.Object({ email: Type.String(), operator: Type.Boolean() }) },
          'PMC_NOT_SIGNED_IN',
        ),
      },
    },
    async (request) => {
      const user = studentOf(request);
      return { email: user.email, operator: auth.isOperator(user) };
    },
  );

  app.delete(
    '/api/v1/session',
    { schema: { tags: ['session'], summary: 'Sign out', response: answers({ 204: NoContent }) } },
    async (request, reply) => {
      await auth.signOut(request, reply);
      return reply.code(204).send(null);
    },
  );

  app.register(async (scope: typeof app) => {
    takeForms(scope);

    scope.get('/sign-in', { schema: { hide: true, querystring: LinkToken } }, async ({ query }, reply) => {
      const email = query.token === undefined ? undefined : await store.accounts.peekSignIn(hashOf(query.token));
      if (query.token === undefined || email === undefined) throw webError('PMC_TOKEN_INVALID', {});
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(signInPage(email, query.token));
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
