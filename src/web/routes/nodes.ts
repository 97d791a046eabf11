/** GET /api/v1/nodes: every node of the system with its tree, sorted by id. */
import { NodeList } from '../contract/nodes.ts';
import type { Routes } from '../http/route.ts';

export const nodeRoutes: Routes = (app, { own: { reports } }) => {
  app.get(
    '/api/v1/nodes',
    {
      schema: { tags: ['operator'], summary: 'The nodes, each with its supervisor tree', response: { 200: NodeList } },
    },
    async () => ({ nodes: await reports() }),
  );
};
