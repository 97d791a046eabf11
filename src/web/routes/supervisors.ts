/** GET /api/v1/supervisors: the tree of actors as it is now. */
import { Type } from 'typebox';
import { answers, forOperators } from '../schemas.ts';
import type { Routes } from '../web-server.ts';

const Node = Type.Object({
  id: Type.String(), kind: Type.Enum(['supervisor', 'actor']), state: Type.Enum(['starting', 'running', 'restarting', 'stopped', 'failed']),
  since: Type.String(), restarts: Type.Integer(), lastError: Type.Optional(Type.String()), mailbox: Type.Integer({ description: 'messages waiting' }),
  breaker: Type.Optional(Type.Enum(['closed', 'open', 'half-open'])), thread: Type.String({ description: 'main or worker-N' }),
  children: Type.Array(Type.Unknown({ description: 'nodes of this same shape' })),
}, { title: 'SupervisorTree' });

export const supervisorRoutes: Routes = (app, { auth, tree }) => {
  app.get('/api/v1/supervisors', {
    onRequest: auth.requireOperator,
    schema: { security: forOperators, tags: ['operator'], summary: 'The supervisor tree', response: answers({ 200: Node }, 'PMC_NOT_SIGNED_IN', 'PMC_NOT_OPERATOR') },
  }, async () => tree());
};
