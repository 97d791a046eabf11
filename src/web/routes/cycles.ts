/** Cycles: one pass over everything that is due, of all institutions together. */
import type { Cycle } from '../../actors/scheduler.ts';
import { pmcError } from '../../errors.ts';
import { answers, CycleBody, forOperators } from '../schemas.ts';
import type { Routes } from '../web-server.ts';

export const cycleRoutes: Routes = (app, { auth, actors, institutions }) => {
  app.post('/api/v1/cycles', {
    onRequest: auth.requireOperator,
    schema: { security: forOperators,
      tags: ['operator'], summary: 'Make every watched section due now',
      response: answers({ 202: CycleBody }, 'PMC_NOT_SIGNED_IN', 'PMC_NOT_OPERATOR', 'PMC_CYCLE_RUNNING', 'PMC_CYCLE_PAUSED'),
    },
  }, async (_request, reply) => {
    const answered = await Promise.all(institutions.map(({ id }) => actors.runCycle(id)));
    const cycle = together(answered.flatMap((answer) => (answer.outcome === 'started' ? [answer.cycle] : [])));
    if (cycle === undefined) throw pmcError(answered.some(({ outcome }) => outcome === 'running') ? 'PMC_CYCLE_RUNNING' : 'PMC_CYCLE_PAUSED', {});
    reply.code(202);
    return cycle;
  });

  app.get('/api/v1/cycles/current', {
    onRequest: auth.requireOperator,
    schema: { security: forOperators,
      tags: ['operator'], summary: 'The running cycle, or the last one',
      response: answers({ 200: CycleBody }, 'PMC_NOT_SIGNED_IN', 'PMC_NOT_OPERATOR', 'PMC_CYCLE_NONE'),
    },
  }, async () => {
    const answered = await Promise.all(institutions.map(({ id }) => actors.currentCycle(id)));
    const cycle = together(answered.flatMap((answer) => answer.cycle ?? []));
    if (cycle === undefined) throw pmcError('PMC_CYCLE_NONE', {});
    return cycle;
  });
};

/** The cycles of several institutions as one, which is finished when all are. */
function together([first, ...others]: Cycle[]): Cycle | undefined {
  if (first === undefined) return undefined;
  return others.reduce(({ finishedAt, ...sum }, { finishedAt: otherFinishedAt, ...other }) => ({
    startedAt: sum.startedAt < other.startedAt ? sum.startedAt : other.startedAt,
    due: sum.due + other.due, done: sum.done + other.done, failed: sum.failed + other.failed, requests: sum.requests + other.requests,
    ...(finishedAt !== undefined && otherFinishedAt !== undefined && { finishedAt: finishedAt > otherFinishedAt ? finishedAt : otherFinishedAt }),
  }), first);
}
