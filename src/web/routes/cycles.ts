/** Cycles: one pass over everything that is due, of all institutions and nodes together. */
import { latestOf, together } from '../../checking/cycle.ts';
import { CodedError } from '../../runtime/index.ts';
import { webError } from '../error-table.ts';
import { answers, CycleBody, forOperators } from '../schemas.ts';
import type { Routes } from '../web-server.ts';

export const cycleRoutes: Routes = (app, { auth, actors, institutions }) => {
  app.post(
    '/api/v1/cycles',
    {
      onRequest: auth.requireOperator,
      schema: {
        security: forOperators,
        tags: ['operator'],
        summary: 'Make every watched section due now',
        response: answers(
          { 202: CycleBody },
          'PMC_NOT_SIGNED_IN',
          'PMC_NOT_OPERATOR',
          'PMC_CYCLE_RUNNING',
          'PMC_CYCLE_PAUSED',
        ),
      },
    },
    async (_request, reply) => {
      const answered = await Promise.all(institutions.map(({ id }) => actors.runCycle(id)));
      const cycle = together(answered.flatMap((answer) => (answer.outcome === 'started' ? [answer.cycle] : [])));
      const failed = answered.find((answer) => answer.outcome === 'failed');
      if (cycle === undefined && failed !== undefined) throw new CodedError(failed.code, 'later', failed.message);
      if (cycle === undefined)
        throw webError(
          answered.some(({ outcome }) => outcome === 'running') ? 'PMC_CYCLE_RUNNING' : 'PMC_CYCLE_PAUSED',
          {},
        );
      reply.code(202);
      return cycle;
    },
  );

  app.get(
    '/api/v1/cycles/current',
    {
      onRequest: auth.requireOperator,
      schema: {
        security: forOperators,
        tags: ['operator'],
        summary: 'The running cycle, or the last one',
        response: answers({ 200: CycleBody }, 'PMC_NOT_SIGNED_IN', 'PMC_NOT_OPERATOR', 'PMC_CYCLE_NONE'),
      },
    },
    async () => {
      const cycle = latestOf(await actors.cycles());
      if (cycle === undefined) throw webError('PMC_CYCLE_NONE', {});
      return cycle;
    },
  );
};
