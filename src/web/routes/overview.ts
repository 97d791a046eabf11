/** GET /api/v1/overview, /alerts and /incidents: how the whole system is, and how it was. */
import { RANGES } from '../../domain/series.ts';
import { AlertList, IncidentList, IncidentQuery, Overview } from '../contract/overview.ts';
import type { Routes } from '../http/route.ts';

const LISTED = 200;

export const overviewRoutes: Routes = (app, { node: { store }, own: { overview, alerts }, context: { clock } }) => {
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
  app.get(
    '/api/v1/incidents',
    {
      schema: {
        tags,
        summary: 'Alerts that were firing within a time, from their start to their end',
        querystring: IncidentQuery,
        response: { 200: IncidentList },
      },
    },
    async ({ query: { range } }) => {
      const from = new Date(clock.now() - 1_000 * RANGES[range].seconds).toISOString();
      const found = await store.incidents.list(from, LISTED);
      return {
        incidents: found.map(({ alert, severity, startedAt, endedAt, value }) => ({
          alert,
          severity,
          startedAt,
          endedAt,
          value,
        })),
      };
    },
  );
};
