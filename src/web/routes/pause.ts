/** The operator's stop switches: checks or notifications, everywhere or for one institution. They survive a restart. */
import { Type } from 'typebox';
import { institutionOf } from '../../institutions/section-key.ts';
import { Pause, PauseList, PauseSwitch } from '../contract/operations.ts';
import { enter } from '../http/audited.ts';
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
    async (request) => {
      const { scope, institution } = request.body;
      const where = known(institution);
      await enter(store.audit, request, 'pause', subjectOf(request.body));
      const pause = await store.pauses.set(scope, where);
      wake();
      return pause;
    },
  );

  app.delete(
    '/api/v1/pause',
    { config, schema: { tags, summary: 'Resume', querystring: PauseSwitch, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { scope, institution } = request.query;
      const where = known(institution);
      await enter(store.audit, request, 'resume', subjectOf(request.query));
      await store.pauses.clear(scope, where);
      wake();
      return reply.code(204).send(null);
    },
  );
};

function subjectOf({ scope, institution }: PauseSwitch): string {
  return institution === undefined ? scope : `${scope} ${institution}`;
}
