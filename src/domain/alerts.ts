/** Alerts for the operator, derived from readings of the running system. Pure. */

export interface Alert {
  name: string;
  severity: 'warning' | 'critical';
  firing: boolean;
  /** When it last started or stopped firing. ISO instant. */
  since: string;
  /** The alert fires while value > threshold. */
  value: number;
  threshold: number;
}

export interface Readings {
  storeReachable: boolean;
  /** null: they could not be counted. */
  deadLetters: number | null;
  /** Every circuit breaker. The breakers of several processes share a name. */
  breakers: { name: string; state: 'closed' | 'open' | 'half-open' }[];
  /** How long the current cycle has been running, the longest of all institutions; 0: no cycle is running. */
  cycleSeconds: number;
  /** How long a cycle may take before the next one is due. */
  cycleLimitSeconds: number;
}

/**
 * The alerts after `readings` were taken `at` (ISO instant). When something could not be read, or is gone, its alert
 * keeps the last value.
 */
export function alertsAfter(before: readonly Alert[], readings: Readings, at: string): Alert[] {
  const alerts = new Map(before.map((alert) => [alert.name, alert]));
  for (const { name, severity, value, threshold } of measures(readings)) {
    const firing = value > threshold;
    const last = alerts.get(name);
    alerts.set(name, { name, severity, firing, since: last?.firing === firing ? last.since : at, value, threshold });
  }
  return [...alerts.values()];
}

type Measure = Pick<Alert, 'name' | 'severity' | 'value' | 'threshold'>;

function measures({ storeReachable, deadLetters, breakers, cycleSeconds, cycleLimitSeconds }: Readings): Measure[] {
  return [
    { name: 'store-down', severity: 'critical', value: storeReachable ? 0 : 1, threshold: 0 },
    ...(deadLetters === null
      ? []
      : [{ name: 'dead-letters', severity: 'warning' as const, value: deadLetters, threshold: 0 }]),
    ...[...new Set(breakers.map(({ name }) => name))].map((name): Measure => ({
      name: `breaker-open:${topicLevel(name)}`,
      severity: 'critical',
      threshold: 0,
      value: breakers.filter((breaker) => breaker.name === name && breaker.state !== 'closed').length,
    })),
    { name: 'cycle-overrun', severity: 'warning', value: cycleSeconds, threshold: cycleLimitSeconds },
  ];
}

/** The name as one topic level: `/`, `+` and `#` have a meaning in topics. */
function topicLevel(name: string): string {
  return name.replaceAll(/[/+#]/g, '.');
}
