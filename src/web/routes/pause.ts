/** The operator's stop switches: checks or notifications, everywhere or for one institution. They survive a restart. */
import { Type } from 'typebox';
import { institutionOf } from '../../institutions/section-key.ts';
import { Pause, PauseList, PauseSwitch } from '../contract/operations.ts';
import type { Routes } from '../http/route.ts';

export const pauseRoutes: Routes = (app, { node: { store, sources }, actors }) => {
  const tags = ['operator'];
  const config = { errors: ['PMC_INSTITUTION_UNKNOWN'] };
  const known = (id: string | undefined) => (id === undefined ? null : institutionOf(id, sources.institutions).id);
  const wake = (): void => {
    actors.wakeSchedulers();
    actors.wakeNotifying();
  };

  app.get('/api/v1/pause', { schema: { tags, summary: 'What is paused', response: { 200: PauseList } } }, async () => ({
    pauses: await store.pauses.list(),
  }));

  app.post(
    '/api/v1/pause',
    {
      config,
      schema: {
        tags,
        summary: 'Pause checks, so that the source is not asked, or notifications, which are kept and sent on resume',
        body: PauseSwitch,
        response: { 200: Pause },
      },
    },
    async ({ body }) => {
      const pause = await store.pauses.set(body.scope, known(body.institution));
      wake();
      return pause;
    },
  );

  app.delete(
    '/api/v1/pause',
    { config, schema: { tags, summary: 'Resume', querystring: PauseSwitch, response: { 204: Type.Null() } } },
    async ({ query }, reply) => {
      await store.pauses.clear(query.scope, known(query.institution));
      wake();
      return reply.code(204).send(null);
    },
  );
};
