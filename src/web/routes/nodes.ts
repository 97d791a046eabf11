/** GET /api/v1/nodes: every node of the system with its tree, sorted by id. */
import { Type } from 'typebox';
import { answers, CycleBody, forOperators, HealthBody, Instant, TreeBody } from '../schemas.ts';
import type { Routes } from '../web-server.ts';

const Nodes = Type.Object(
  {
    nodes: Type.Array(
      Type.Object({
        node: Type.String(),
        self: Type.Boolean({ description: 'the process that answers this request' }),
        state: Type.Enum(['online', 'silent', 'lost'], {
          description: 'silent: known as alive, but without an answer; lost: its lease has lapsed',
        }),
        startedAt: Instant,
        seenAt: Instant,
        publishes: Type.Boolean({ description: 'it writes the public topics' }),
        health: Type.Union([HealthBody, Type.Null()]),
        tree: Type.Union([TreeBody, Type.Null()]),
        cycle: Type.Union([CycleBody, Type.Null()]),
      }),
    ),
  },
  { title: 'Nodes' },
);

export const nodeRoutes: Routes = (app, { auth, nodes }) => {
  app.get(
    '/api/v1/nodes',
    {
      onRequest: auth.requireOperator,
      schema: {
        security: forOperators,
        tags: ['operator'],
        summary: 'The nodes, each with its supervisor tree',
        response: answers({ 200: Nodes }, 'PMC_NOT_SIGNED_IN', 'PMC_NOT_OPERATOR'),
      },
    },
    async () => ({ nodes: await nodes() }),
  );
};
