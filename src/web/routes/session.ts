/** Signing in by a mailed link, and out. The pages behind the link are in `sign-in.ts`. */
import { Type } from 'typebox';
import type { FastifyRequest } from 'fastify';
import type { Preferences } from '../../domain/preferences.ts';
import { DEFAULT_PREFERENCES, isTimeZone } from '../../domain/preferences.ts';
import { hashOf, newSecret } from '../../net/secret.ts';
import { studentOf } from '../auth.ts';
import type { SignInRequest } from '../contract/session.ts';
import * as contract from '../contract/session.ts';
import type { Routes, Web } from '../http/route.ts';
import { signInLimits } from '../http/sign-in-limits.ts';
import { ownMailDirectory } from '../own-mail.ts';
import { wishText } from '../pages/wish-text.ts';
import { checkWishes, namesOf } from '../wishes.ts';

const tags = ['session'];

export const signInRoutes: Routes = (app, web) => {
  const { node, auth } = web;
  const { accounts } = node.store;

  app.post(
    '/api/v1/session',
    {
      preHandler: signInLimits(app),
      config: { errors: ['PMC_TOO_MANY_REQUESTS', 'PMC_SIGN_IN_MAIL_FAILED'] },
      schema: {
        tags,
        summary: 'Request a sign-in link by mail',
        description: 'Every well-formed address gets the same answer, whether it is known or not.',
        body: contract.SignInRequest,
        response: { 202: contract.SignInAnswer },
      },
    },
    async (request, reply) => {
      const { watches: wishes = [], ...asked } = request.body;
      checkWishes(wishes, web);
      const email = asked.email.toLowerCase();
      const waiting = newSecret();
      const preferences = preferencesOf(asked);
      const language = preferences.language ?? DEFAULT_PREFERENCES.language;
      const names = (await namesOf(web, wishes)).map((name) => wishText(name, language));
      const stored = { wishes, preferences, waitingHash: waiting.hash };
      const url = await web.links.send(email, { language, names, stored });
      reply.code(202).header('cache-control', 'no-store');
      const message = 'If this address can receive mail, a link to sign in is on its way.';
      return { message, waiting: waiting.secret, ...ownMail(web, request, url) };
    },
  );

  app.get(
    '/api/v1/session/waiting',
    {
      schema: {
        tags,
        summary: 'What became of a sign-in link, for the page that asked for it',
        description: 'Tells whether the link was used on any device. It signs nobody in.',
        querystring: contract.WaitingQuery,
        response: { 200: contract.Waiting },
      },
    },
    async ({ query }, reply) => {
      reply.header('cache-control', 'no-store');
      return { state: await accounts.waiting(hashOf(query.secret)) };
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
};

export const whoAmIRoutes: Routes = (app, { auth }) => {
  app.get(
    '/api/v1/session',
    { schema: { tags, summary: 'Who is signed in', response: { 200: contract.Session } } },
    async (request) => {
      return auth.sessionOf(studentOf(request));
    },
  );
};

/** What a new account takes over from the page that asked. */
function preferencesOf({ language, timeZone }: Omit<SignInRequest, 'watches'>): Partial<Preferences> {
  return {
    ...(language !== undefined && { language }),
    ...(timeZone !== undefined && isTimeZone(timeZone) && { timeZone }),
  };
}

/** Tells the person who tries the program where the mail is, in the answer and in the terminal. */
function ownMail({ node: { config, sources }, context: { log } }: Web, request: FastifyRequest, link: string) {
  const directory = ownMailDirectory(config, sources.simulator !== null, request);
  if (directory === null) return {};
  log.info({ directory, link }, 'no mail server is configured, so the sign-in mail is a file');
  return { mail: { directory, link } };
}
