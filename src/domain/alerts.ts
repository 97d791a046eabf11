/** Alerts: what an operator should be told, derived from readings of the running system. Pure. */

export interface Alert {
  name: string;
  severity: 'warning' | 'critical';
  firing: boolean;
  /** Since when it fires, or does not. ISO instant. */
  since: string;
  /** It fires while value > threshold. */
  value: number;
  threshold: number;
}

export interface Readings {
  storeReachable: boolean;
  /** null: could not be counted. */
  deadLetters: number | null;
  /** Every circuit breaker there is; those of several processes have one name. */
  breakers: { name: string; state: 'closed' | 'open' | 'half-open' }[];
  /** How long the running cycle has taken, the longest of all institutions; 0: none runs. */
  cycleSeconds: number;
  /** What a cycle may take before the next one would be due. */
  cycleLimitSeconds: number;
}

/**
 * The alerts after `readings` were taken `at` (ISO instant). An alert of something that could not be read, or is gone,
 * keeps its last value.
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

/** An alert's name is one level of its topic, where `/`, `+` and `#` have a meaning. */
function topicLevel(name: string): string {
  return name.replaceAll(/[/+#]/g, '.');
}
