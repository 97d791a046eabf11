/** GET /api/v1/overview and /api/v1/alerts: how the whole system is. */
import { AlertList, Overview } from '../contract/overview.ts';
import type { Routes } from '../http/route.ts';

export const overviewRoutes: Routes = (app, { own: { overview, alerts } }) => {
  const tags = ['operator'];
  app.get(
    '/api/v1/overview',
    { schema: { tags, summary: 'How the system is: one level, and its causes', response: { 200: Overview } } },
    () => overview(),
  );
  app.get(
    '/api/v1/alerts',
    { schema: { tags, summary: 'All alerts, firing or not', response: { 200: AlertList } } },
    async () => ({ alerts: await alerts() }),
  );
};
