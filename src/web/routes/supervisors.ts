/** GET /api/v1/supervisors: the tree of actors as it is now. */
import { answers, forOperators, TreeBody } from '../schemas.ts';
import type { Routes } from '../web-server.ts';

export const supervisorRoutes: Routes = (app, { auth, tree }) => {
  app.get(
    '/api/v1/supervisors',
    {
      onRequest: auth.requireOperator,
      schema: {
        security: forOperators,
        tags: ['operator'],
        summary: 'The supervisor tree',
        response: answers({ 200: TreeBody }, 'PMC_NOT_SIGNED_IN', 'PMC_NOT_OPERATOR'),
      },
    },
    async () => tree(),
  );
};
