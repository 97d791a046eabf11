/** GET /api/v1/supervisors: the current actor tree. */
import { SupervisorTree } from '../contract/nodes.ts';
import type { Routes } from '../http/route.ts';

export const supervisorRoutes: Routes = (app, { own: { tree } }) => {
  app.get(
    '/api/v1/supervisors',
    { schema: { tags: ['operator'], summary: 'The supervisor tree', response: { 200: SupervisorTree } } },
    async () => tree(),
  );
};
