/** Dead letters: what was given up, to be looked at, tried again or thrown away. */
import { Type } from 'typebox';
import { parseSectionKey } from '../../domain/section.ts';
import { storeError } from '../../store/errors.ts';
import { answers, forOperators, NoContent } from '../schemas.ts';
import type { Routes } from '../web-server.ts';

const LISTED_MAX = 500;
const Params = Type.Object({ id: Type.String() });

const Letter = Type.Object(
  {
    id: Type.String(),
    kind: Type.Enum(['check', 'notification']),
    subject: Type.String({ description: 'section key, or notification id' }),
    error: Type.String(),
    attempts: Type.Integer(),
    at: Type.String(),
  },
  { title: 'DeadLetter' },
);

export const deadLetterRoutes: Routes = (app, { auth, store, actors }) => {
  const tags = ['operator'];
  const notFound = (id: string) => storeError('PMC_DEAD_LETTER_NOT_FOUND', { id: id.slice(0, 100) });

  app.get(
    '/api/v1/dead-letters',
    {
      onRequest: auth.requireOperator,
      schema: {
        security: forOperators,
        tags,
        summary: `Dead letters, newest first, at most ${LISTED_MAX}`,
        response: answers(
          { 200: Type.Object({ deadLetters: Type.Array(Letter) }) },
          'PMC_NOT_SIGNED_IN',
          'PMC_NOT_OPERATOR',
        ),
      },
    },
    async () => ({ deadLetters: await store.deadLetters.list(LISTED_MAX) }),
  );

  app.post(
    '/api/v1/dead-letters/:id/replay',
    {
      onRequest: auth.requireOperator,
      schema: {
        security: forOperators,
        tags,
        summary: 'Try again: the section is due now, the notification pending',
        params: Params,
        response: answers({ 202: Letter }, 'PMC_NOT_SIGNED_IN', 'PMC_NOT_OPERATOR', 'PMC_DEAD_LETTER_NOT_FOUND'),
      },
    },
    async ({ params }, reply) => {
      const letter = await store.deadLetters.replay(params.id);
      if (letter === undefined) throw notFound(params.id);
      const key = parseSectionKey(letter.subject);
      if (letter.kind === 'notification') actors.wakeNotifying();
      else if (key !== undefined) actors.wakeScheduler(key.institution);
      reply.code(202);
      return letter;
    },
  );

  app.delete(
    '/api/v1/dead-letters/:id',
    {
      onRequest: auth.requireOperator,
      schema: {
        security: forOperators,
        tags,
        summary: 'Throw the record away',
        params: Params,
        response: answers({ 204: NoContent }, 'PMC_NOT_SIGNED_IN', 'PMC_NOT_OPERATOR', 'PMC_DEAD_LETTER_NOT_FOUND'),
      },
    },
    async ({ params }, reply) => {
      if (!(await store.deadLetters.remove(params.id))) throw notFound(params.id);
      return reply.code(204).send(null);
    },
  );
};
