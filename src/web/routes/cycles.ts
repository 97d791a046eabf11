/** Cycles. A cycle is one look at everything that is due, across all institutions and nodes. */
import { latestOf, together } from '../../checking/claiming/cycle.ts';
import { CodedError } from '../../runtime/index.ts';
import { Cycle } from '../contract/nodes.ts';
import { webError } from '../errors.ts';
import { enter } from '../http/audited.ts';
import type { Routes } from '../http/route.ts';

export const cycleRoutes: Routes = (app, { node, actors }) => {
  const tags = ['operator'];

  app.post(
    '/api/v1/cycles',
    {
      config: { errors: ['PMC_CYCLE_RUNNING', 'PMC_CYCLE_PAUSED'] },
      schema: { tags, summary: 'Make every watched section due now', response: { 202: Cycle } },
    },
    async (request, reply) => {
      const institutions = node.sources.institutions.map(({ id }) => id);
      await enter(node.store.audit, request, 'run-cycle', institutions.join(' '));
      const answers = await Promise.all(institutions.map((id) => actors.runCycle(id)));
      const cycle = together(answers.flatMap((answer) => (answer.outcome === 'started' ? [answer.cycle] : [])));
      const failed = answers.find((answer) => answer.outcome === 'failed');
      if (cycle === undefined && failed !== undefined) throw new CodedError(failed.code, 'later', failed.message);
      if (cycle === undefined) {
        const running = answers.some(({ outcome }) => outcome === 'running');
        throw webError(running ? 'PMC_CYCLE_RUNNING' : 'PMC_CYCLE_PAUSED', {});
      }
      reply.code(202);
      return cycle;
    },
  );

  app.get(
    '/api/v1/cycles/current',
    {
      config: { errors: ['PMC_CYCLE_NONE'] },
      schema: { tags, summary: 'The running cycle, or the last one', response: { 200: Cycle } },
    },
    async () => {
      const cycle = latestOf(await actors.cycles());
      if (cycle === undefined) throw webError('PMC_CYCLE_NONE', {});
      return cycle;
    },
  );
};
