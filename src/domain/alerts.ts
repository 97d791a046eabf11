/** Alerts for operators, derived from readings of the running system by the rules in `alert-rules.ts`. Pure. */
import type { AlertRule } from './alert-rules.ts';
import { ALERT_RULES } from './alert-rules.ts';
import type { Readings } from './readings.ts';

export interface Alert {
  name: string;
  severity: 'warning' | 'critical';
  firing: boolean;
  /** When it last started or stopped firing. ISO instant. */
  since: string;
  /** The alert starts when the value was above the threshold for long enough. */
  value: number;
  threshold: number;
}

export interface AlertState extends Alert {
  /** Since when the value calls for the alert to start or end. Epoch ms; null: it does not. */
  turningSince: number | null;
}

/**
 * The alerts after `readings` were taken. When something could not be read, or is gone, its alert keeps its last value;
 * what was never read has no alert.
 */
export function alertsAfter(before: readonly AlertState[], readings: Readings): AlertState[] {
  const alerts = new Map(before.map((alert) => [alert.name, alert]));
  for (const rule of ALERT_RULES)
    for (const [name, value] of valuesOf(rule, readings)) {
      if (value !== null) alerts.set(name, next(alerts.get(name), { rule, name, value, at: readings.at }));
    }
  return [...alerts.values()];
}

/** An alert that was firing when this process began to watch. */
export function openAlert({ severity, value, threshold, alert: name, startedAt: since }: OpenIncident): AlertState {
  return { name, severity, firing: true, since, value, threshold, turningSince: null };
}

interface OpenIncident extends Pick<Alert, 'severity' | 'value' | 'threshold'> {
  alert: string;
  startedAt: string;
}

/** An incident that has no rule: a process that starts again finds that none ran. */
export const SYSTEM_DOWN = 'system-down';

/** What is the matter, in a few words. */
export function sentenceOf({ name, value }: Pick<Alert, 'name' | 'value'>): string {
  const [base = name, which = ''] = name.split(':');
  if (base === SYSTEM_DOWN) return 'PickMyClass did not run';
  return ALERT_RULES.find((rule) => rule.name === base)?.says(value, which) ?? name;
}

/** The alert as others see it. */
export function publicAlert({ turningSince: _turningSince, ...alert }: AlertState): Alert {
  return alert;
}

interface Measure {
  rule: AlertRule;
  name: string;
  value: number;
  at: number;
}

function next(before: AlertState | undefined, { rule, name, value, at }: Measure): AlertState {
  const { severity, above: threshold, clearsAt, forMs, clearForMs } = rule;
  const firing = before?.firing ?? false;
  const since = before?.since ?? new Date(at).toISOString();
  const turns = firing ? value <= clearsAt : value > threshold;
  const alert = { name, severity, value, threshold };
  if (!turns) return { ...alert, firing, since, turningSince: null };
  const turningSince = before?.turningSince ?? at;
  if (at - turningSince < (firing ? clearForMs : forMs)) return { ...alert, firing, since, turningSince };
  return { ...alert, firing: !firing, since: new Date(at).toISOString(), turningSince: null };
}

function valuesOf({ name, read }: AlertRule, readings: Readings): [name: string, value: number | null][] {
  const values = read(readings);
  if (typeof values !== 'object' || values === null) return [[name, values]];
  return Object.entries(values).map(([which, value]) => [which === '' ? name : `${name}:${which}`, value]);
}
