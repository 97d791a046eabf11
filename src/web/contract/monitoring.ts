/** Monitoring data: health, liveness, readiness and the browser pool. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { HEALTH_CHECKS } from '../../nodes/health.ts';
import type { HealthCheckName } from '../../nodes/health.ts';
import { Instant } from '../../store/state-shape.ts';

const Verdict = Type.Enum(['healthy', 'degraded', 'unhealthy']);
export type Verdict = Static<typeof Verdict>;

const Check = Type.Object({ status: Verdict, code: Type.Optional(Type.String({ description: 'error code' })) });

export const Health = Type.Object(
  {
    status: Verdict,
    timestamp: Instant,
    response_time_ms: Type.Integer(),
    checks: Type.Object(
      Object.fromEntries(HEALTH_CHECKS.map((name) => [name, Check])) as Record<HealthCheckName, typeof Check>,
    ),
  },
  { title: 'Health' },
);
export type Health = Static<typeof Health>;

export const BrowserPool = Type.Object(
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
export type BrowserPool = Static<typeof BrowserPool>;

export const Alive = Type.Object({
  status: Type.String(),
  node: Type.String({ description: 'id of the node that answers' }),
});
export const Ready = Type.Object({ status: Type.String() });
