/** The operator's stop switches: checks or notifications, everywhere or of one institution. They survive a restart. */
import { Type } from 'typebox';
import { answers, forOperators, NoContent, strict } from '../schemas.ts';
import { institutionOf } from '../../institutions/section-key.ts';
import type { Routes } from '../web-server.ts';

const Scope = Type.Enum(['checks', 'notifications']);
const Institution = Type.Optional(Type.String({ maxLength: 32, description: 'absent: everywhere' }));
const Switch = Type.Object({ scope: Scope, institution: Institution }, strict);
const PauseBody = Type.Object(
  { scope: Scope, institution: Type.Optional(Type.String()), since: Type.String() },
  { title: 'Pause' },
);

export const pauseRoutes: Routes = (app, { auth, store, actors, institutions }) => {
  const tags = ['operator'];
  const knownInstitution = (id: string | undefined) => (id === undefined ? null : institutionOf(id, institutions).id);
  const wake = (): void => {
    actors.wakeSchedulers();
    actors.wakeNotifying();
  };

  app.get(
    '/api/v1/pause',
    {
      onRequest: auth.requireOperator,
      schema: {
        security: forOperators,
        tags,
        summary: 'What is paused',
        response: answers(
          { 200: Type.Object({ pauses: Type.Array(PauseBody) }) },
          'PMC_NOT_SIGNED_IN',
          'PMC_NOT_OPERATOR',
        ),
      },
    },
    async () => ({ pauses: await store.pauses.list() }),
  );

  app.post(
    '/api/v1/pause',
    {
      onRequest: auth.requireOperator,
      schema: {
        security: forOperators,
        tags,
        summary: 'Pause. Paused checks ask the source nothing; paused notifications are kept and sent on resume',
        body: Switch,
        response: answers(
          { 200: PauseBody },
          'PMC_NOT_SIGNED_IN',
          'PMC_NOT_OPERATOR',
          'PMC_BODY_INVALID',
          'PMC_INSTITUTION_UNKNOWN',
          'PMC_JSON_REQUIRED',
        ),
      },
    },
    async ({ body }) => {
      const pause = await store.pauses.set(body.scope, knownInstitution(body.institution));
      wake();
      return pause;
    },
  );

  app.delete(
    '/api/v1/pause',
    {
      onRequest: auth.requireOperator,
      schema: {
        security: forOperators,
        tags,
        summary: 'Resume',
        querystring: Switch,
        response: answers(
          { 204: NoContent },
          'PMC_NOT_SIGNED_IN',
          'PMC_NOT_OPERATOR',
          'PMC_BODY_INVALID',
          'PMC_INSTITUTION_UNKNOWN',
        ),
      },
    },
    async ({ query }, reply) => {
      await store.pauses.clear(query.scope, knownInstitution(query.institution));
      wake();
      return reply.code(204).send(null);
    },
  );
};
