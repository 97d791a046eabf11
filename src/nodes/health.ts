/** The health of the whole system: the body of the health endpoint and of the topic `pickmyclass/health`. */
import type { Clock } from '../runtime/index.ts';
import { callWithin } from '../runtime/index.ts';
import { codeOf } from '../telemetry/error-code.ts';

export const HEALTH_CHECKS = ['store', 'bus', 'source', 'browsers', 'email', 'configuration'] as const;
export type HealthCheckName = (typeof HEALTH_CHECKS)[number];
export type Health = 'healthy' | 'degraded' | 'unhealthy';

/** The checks by name. A check rejects while its part does not work. */
export type HealthChecks = Record<HealthCheckName, () => Promise<void>>;

/** Only the code of an error is shown: a message could contain a user name or a path. */
export interface CheckResult {
  status: Health;
  code?: string;
}
export interface HealthReport {
  status: Health;
  timestamp: string;
  checks: Record<HealthCheckName, CheckResult>;
  response_time_ms: number;
}

/** Parts without which nothing works. Without any other part, the rest still works. */
const VITAL: ReadonlySet<HealthCheckName> = new Set(['store', 'bus']);
/** Codes of errors with which a vital part still mostly works. */
const PARTIAL: ReadonlySet<string> = new Set(['PMC_BUS_PLACES_USED_UP', 'PMC_BUS_PACKETS_LIMITED']);
const CHECK_TIMEOUT_MS = 2_000;

/** Runs all checks in parallel. Takes at most two seconds and never rejects. */
export async function checkHealth(checks: HealthChecks, clock: Clock): Promise<HealthReport> {
  const startedAt = clock.monotonic();
  const results = await Promise.all(
    HEALTH_CHECKS.map(async (name) => [name, await resultOf(name, checks[name], clock)] as const),
  );
  return {
    status: worstOf(results.map(([, { status }]) => status)),
    timestamp: new Date(clock.now()).toISOString(),
    checks: Object.fromEntries(results) as HealthReport['checks'],
    response_time_ms: Math.round(clock.monotonic() - startedAt),
  };
}

/** Combines the health of several nodes. A check that fails only on some is `degraded`: the others do the work. */
export function healthOfAll(reports: readonly HealthReport[]): HealthReport {
  const checks = HEALTH_CHECKS.map(
    (name) => [name, resultOfAll(reports.map((report) => report.checks[name]))] as const,
  );
  return {
    status: worstOf(checks.map(([, { status }]) => status)),
    timestamp:
      reports
        .map(({ timestamp }) => timestamp)
        .toSorted()
        .at(-1) ?? '',
    checks: Object.fromEntries(checks) as HealthReport['checks'],
    response_time_ms: Math.max(0, ...reports.map(({ response_time_ms: each }) => each)),
  };
}

function resultOfAll(results: readonly CheckResult[]): CheckResult {
  const trouble = results.find(({ status }) => status !== 'healthy');
  if (trouble === undefined) return { status: 'healthy' };
  const status = results.every((result) => result.status === trouble.status) ? trouble.status : 'degraded';
  return { ...trouble, status };
}

function worstOf(found: readonly Health[]): Health {
  return (['unhealthy', 'degraded'] as const).find((health) => found.includes(health)) ?? 'healthy';
}

async function resultOf(name: HealthCheckName, check: () => Promise<void>, clock: Clock): Promise<CheckResult> {
  try {
    await callWithin(clock, CHECK_TIMEOUT_MS, name, check());
    return { status: 'healthy' };
  } catch (error) {
    const code = codeOf(error);
    return { status: VITAL.has(name) && !PARTIAL.has(code) ? 'unhealthy' : 'degraded', code };
  }
}
