/** Monitoring: health, liveness, readiness, the browser pool and metrics. */
import { Alive, BrowserPool, Health, Ready } from '../contract/monitoring.ts';
import type { Verdict } from '../contract/monitoring.ts';
import { MetricsText } from '../contract/text.ts';
import type { Routes } from '../http/route.ts';

const HTTP_STATUS = { healthy: 200, degraded: 503, unhealthy: 500 } as const satisfies Record<Verdict, number>;
const tags = ['monitoring'];

export const monitoringRoutes: Routes = (app, { node: { id, tools }, own: { health }, actors }) => {
  app.get(
    '/api/monitoring/health',
    {
      schema: {
        tags,
        summary: 'Health: healthy 200, degraded 503, unhealthy 500',
        response: { 200: Health, 500: Health, 503: Health },
      },
    },
    async (_request, reply) => {
      const report = await health();
      return reply.code(HTTP_STATUS[report.status]).header('cache-control', 'no-store').send(report);
    },
  );

  app.get(
    '/status',
    {
      config: { errors: ['PMC_ASK_TIMEOUT', 'PMC_ACTOR_DEAD'] },
      schema: { tags, summary: 'The browser pool', response: { 200: BrowserPool } },
    },
    () => actors.poolStatus(),
  );

  app.get('/livez', { schema: { tags, summary: 'The process answers', response: { 200: Alive } } }, async () => ({
    status: 'alive',
    node: id,
  }));

  app.get(
    '/readyz',
    { schema: { tags, summary: 'The process can serve requests', response: { 200: Ready, 503: Ready } } },
    async (_request, reply) => {
      const { status } = await health();
      return status === 'unhealthy' ? reply.code(503).send({ status: 'not ready' }) : { status: 'ready' };
    },
  );

  app.get(
    '/metrics',
    { schema: { tags, summary: 'Metrics as Prometheus text', response: { 200: MetricsText } } },
    async (_request, reply) => {
      const { registry } = tools.metrics;
      return reply.type(registry.contentType).send(await registry.metrics());
    },
  );
};
