/** What machines watch: health, liveness, readiness, the browser pool, metrics. */
import { Type } from 'typebox';
import type { Health } from '../../nodes/health.ts';
import { answers, HealthBody } from '../schemas.ts';
import type { Routes } from '../web-server.ts';

const HTTP_STATUS = { healthy: 200, degraded: 503, unhealthy: 500 } as const satisfies Record<Health, number>;
const tags = ['monitoring'];

const Pool = Type.Object(
  {
    total: Type.Integer(),
    available: Type.Integer(),
    busy: Type.Integer(),
    queued: Type.Integer({ description: 'requests waiting' }),
    overloaded: Type.Boolean(),
    ready: Type.Boolean(),
  },
  { title: 'BrowserPool' },
);
const Alive = Type.Object({ status: Type.String() });
const AliveNode = Type.Object({
  status: Type.String(),
  node: Type.String({ description: 'id of the node that answers' }),
});

export const monitoringRoutes: Routes = (app, { node, actors, health, metrics }) => {
  app.get(
    '/api/monitoring/health',
    {
      schema: {
        tags,
        summary: 'Health: healthy 200, degraded 503, unhealthy 500',
        response: { 200: HealthBody, 500: HealthBody, 503: HealthBody },
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
      schema: {
        tags,
        summary: 'The browser pool',
        response: answers({ 200: Pool }, 'PMC_ASK_TIMEOUT', 'PMC_ACTOR_DEAD'),
      },
    },
    () => actors.poolStatus(),
  );

  app.get('/livez', { schema: { tags, summary: 'The process answers', response: { 200: AliveNode } } }, async () => ({
    status: 'alive',
    node,
  }));

  app.get(
    '/readyz',
    { schema: { tags, summary: 'Requests can be served', response: { 200: Alive, 503: Alive } } },
    async (_request, reply) => {
      const { status } = await health();
      return status === 'unhealthy' ? reply.code(503).send({ status: 'not ready' }) : { status: 'ready' };
    },
  );

  app.get('/metrics', { schema: { tags, summary: 'Prometheus text' } }, async (_request, reply) => {
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
};
