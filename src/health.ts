/** The health of the whole system: the body of the health endpoint and of the topic `pickmyclass/health`. */
import type { Clock } from './actors/runtime/clock.ts';
import { within } from './actors/runtime/within.ts';
import type { ErrorCode } from './errors.ts';
import { PmcError, pmcError } from './errors.ts';

export const HEALTH_CHECKS = ['store', 'bus', 'source', 'browsers', 'email', 'configuration'] as const;
export type HealthCheckName = (typeof HEALTH_CHECKS)[number];
export type Health = 'healthy' | 'degraded' | 'unhealthy';

/** Each rejects while its part does not work. */
export type HealthChecks = Record<HealthCheckName, () => Promise<void>>;

/** An error is shown by its code only: a message could carry a user name or a path. */
export interface CheckResult { status: Health; code?: ErrorCode }
export interface HealthReport { status: Health; timestamp: string; checks: Record<HealthCheckName, CheckResult>; response_time_ms: number }

/** Without these nothing works at all; without the others some of it does. */
const VITAL: ReadonlySet<HealthCheckName> = new Set(['store', 'bus']);
const CHECK_TIMEOUT_MS = 2_000;

/** Asks every check at once. Never rejects, and takes no longer than two seconds. */
export async function checkHealth(checks: HealthChecks, clock: Clock): Promise<HealthReport> {
  const startedAt = clock.monotonic();
  const results = await Promise.all(HEALTH_CHECKS.map(async (name) => [name, await resultOf(name, checks[name], clock)] as const));
  const found = new Set(results.map(([, { status }]) => status));
  return {
    status: found.has('unhealthy') ? 'unhealthy' : found.has('degraded') ? 'degraded' : 'healthy',
    timestamp: new Date(clock.now()).toISOString(),
    checks: Object.fromEntries(results) as HealthReport['checks'],
    response_time_ms: Math.round(clock.monotonic() - startedAt),
  };
}

async function resultOf(name: HealthCheckName, check: () => Promise<void>, clock: Clock): Promise<CheckResult> {
  try {
    await within(clock, CHECK_TIMEOUT_MS, check(), () => pmcError('PMC_CALL_TIMEOUT', { name, timeoutMs: CHECK_TIMEOUT_MS }));
    return { status: 'healthy' };
  } catch (error) {
    return { status: VITAL.has(name) ? 'unhealthy' : 'degraded', code: error instanceof PmcError ? error.code : 'PMC_INTERNAL' };
  }
}
