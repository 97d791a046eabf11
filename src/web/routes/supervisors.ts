/** The actor tree, and what operators can do with its parts, on this node or another one. */
import type { FastifyRequest } from 'fastify';
import type { Order } from '../../nodes/order.ts';
import { SupervisorTree } from '../contract/nodes.ts';
import { BreakerOrder, Ordered, Place } from '../contract/orders.ts';
import { webError } from '../errors.ts';
import { enter } from '../http/audited.ts';
import type { Routes } from '../http/route.ts';

const tags = ['operator'];
const config = { errors: ['PMC_PLACE_NOT_FOUND', 'PMC_ACTOR_DEAD', 'PMC_ASK_TIMEOUT'] };

export const supervisorRoutes: Routes = (app, { node: { id, store, sources }, own: { tree }, actors }) => {
  app.get(
    '/api/v1/supervisors',
    { schema: { tags, summary: 'The supervisor tree', response: { 200: SupervisorTree } } },
    async () => tree(),
  );

  /** The entry comes first: what cannot be entered is not done. */
  const carryOut = async (request: FastifyRequest, order: Order, node = id) => {
    const { path } = order;
    await enter(store.audit, request, order.do, `${node}/${path}`);
    if (!(await actors.order(node, order))) throw webError('PMC_PLACE_NOT_FOUND', { path: `${node}/${path}` });
    return { node, path };
  };
  const answer = { 202: Ordered };

  app.post(
    '/api/v1/supervisors/restart',
    {
      config,
      schema: { tags, summary: 'Restart an actor, or a supervisor with its children', body: Place, response: answer },
    },
    async (request, reply) => {
      const { path, node } = request.body;
      reply.code(202);
      return await carryOut(request, { do: 'restart', path }, node);
    },
  );

  app.post(
    '/api/v1/supervisors/retire',
    {
      config,
      schema: {
        tags,
        summary: 'Replace the Chromium of a browser when its looks are done',
        body: Place,
        response: answer,
      },
    },
    async (request, reply) => {
      const { path, node } = request.body;
      reply.code(202);
      return await carryOut(request, { do: 'retire', path }, node);
    },
  );

  app.post(
    '/api/v1/supervisors/breaker',
    {
      config,
      schema: {
        tags,
        summary: 'Close a circuit breaker, or open it for an hour',
        body: BreakerOrder,
        response: answer,
      },
    },
    async (request, reply) => {
      const { path, node, state } = request.body;
      reply.code(202);
      const ordered = await carryOut(
        request,
        { do: state === 'closed' ? 'close-breaker' : 'open-breaker', path },
        node,
      );
      actors.wakeSchedulers();
      actors.wakeNotifying();
      return ordered;
    },
  );

  app.post(
    '/api/v1/supervisors/crash',
    {
      config: { errors: [...config.errors, 'PMC_NOT_SIMULATED'] },
      schema: {
        tags,
        summary: 'Make an actor fail, to see what happens then; only with the simulated university',
        body: Place,
        response: answer,
      },
    },
    async (request, reply) => {
      if (sources.simulator === null) throw webError('PMC_NOT_SIMULATED', {});
      const { path, node } = request.body;
      reply.code(202);
      return await carryOut(request, { do: 'crash', path }, node);
    },
  );
};
