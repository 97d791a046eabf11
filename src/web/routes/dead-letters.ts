/** Dead letters: operators can list, retry and delete them. */
import { Type } from 'typebox';
import { parseSectionKey } from '../../domain/section.ts';
import { storeError } from '../../store/errors.ts';
import { DeadLetter, DeadLetterList } from '../contract/operations.ts';
import { DEAD_LETTERS_LISTED, namesOf } from '../dead-letter-groups.ts';
import { enter } from '../http/audited.ts';
import type { Routes } from '../http/route.ts';

const Params = Type.Object({ id: Type.String({ maxLength: 400 }) });

export const deadLetterRoutes: Routes = (app, { node: { store }, actors }) => {
  const tags = ['operator'];
  const config = { errors: ['PMC_DEAD_LETTER_NOT_FOUND'] };
  const notFound = (id: string) => storeError('PMC_DEAD_LETTER_NOT_FOUND', { id: id.slice(0, 100) });

  app.get(
    '/api/v1/dead-letters',
    {
      schema: {
        tags,
        summary: `Dead letters, newest first, at most ${DEAD_LETTERS_LISTED}`,
        response: { 200: DeadLetterList },
      },
    },
    async () => ({ deadLetters: await store.deadLetters.list(DEAD_LETTERS_LISTED) }),
  );

  app.post(
    '/api/v1/dead-letters/:id/replay',
    {
      config,
      schema: {
        tags,
        summary: 'Try again: the section is due now, or the notification is pending again',
        params: Params,
        response: { 202: DeadLetter },
      },
    },
    async (request, reply) => {
      const { params } = request;
      await enter(store.audit, request, 'replay-dead-letter', await namesOf(store, [params.id]));
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
    { config, schema: { tags, summary: 'Delete the record', params: Params, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { params } = request;
      await enter(store.audit, request, 'delete-dead-letter', await namesOf(store, [params.id]));
      if (!(await store.deadLetters.remove(params.id))) throw notFound(params.id);
      return reply.code(204).send(null);
    },
  );
};
