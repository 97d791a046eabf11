/** The state of the whole system in one line: what level, why, and how much is watched. Pure. */
import type { Alert } from './alerts.ts';
import { sentenceOf } from './alerts.ts';
import type { Cause } from './causes.ts';
import { causesOf } from './causes.ts';
import type { Readings } from './readings.ts';

export interface Overview {
  level: 'ok' | 'warning' | 'critical';
  /** The most important first. Empty: all is well. */
  causes: (Cause & { since: string })[];
  /** Watched sections, students who watch, and messages sent since midnight. */
  sections: number;
  students: number;
  messagesToday: number;
  /** Few of them are no cause, and should not be overlooked either. */
  deadLetters: number;
  /** ISO instant of the last look that the source answered; null: none yet. */
  lastSureLookAt: string | null;
}

/** Alerts that have no cause of their own, by the first part of the name. Others repeat what a cause says. */
const WITHOUT_CAUSE: ReadonlySet<string> = new Set([
  'dead-letters',
  'dead-letters-many',
  'canary-failing',
  'cycle-overrun',
  'notifications-slow',
]);

/**
 * `before` is the last overview: a cause that has no time of its own exists since it was first seen, and counts that
 * cannot be read keep their last value. `alerts`: those that are firing now.
 */
export function overviewAfter(before: Overview | null, readings: Readings, alerts: readonly Alert[]): Overview {
  const now = new Date(readings.at).toISOString();
  const known = new Map(before?.causes.map(({ name, since }) => [name, since]));
  const causes = [...causesOf(readings), ...alerts.flatMap(causeOf)].map((cause) => ({
    ...cause,
    since: cause.since ?? known.get(cause.name) ?? now,
  }));
  const { sources, stored } = readings;
  const paces = sources.flatMap(({ pace }) => pace ?? []);
  return {
    level: levelOf(causes),
    causes,
    sections: paces.length === 0 ? (before?.sections ?? 0) : paces.reduce((sum, { watched }) => sum + watched, 0),
    students: stored?.students ?? before?.students ?? 0,
    messagesToday: stored?.messagesToday ?? before?.messagesToday ?? 0,
    deadLetters: stored?.deadLetters ?? before?.deadLetters ?? 0,
    lastSureLookAt: newest(sources.flatMap(({ calls }) => calls.lastSuccessAt ?? [])) ?? before?.lastSureLookAt ?? null,
  };
}

function causeOf(alert: Alert): Cause[] {
  const { name, severity: level, since } = alert;
  return WITHOUT_CAUSE.has(name.split(':')[0]!) ? [{ name, level, since, message: sentenceOf(alert) }] : [];
}

function levelOf(causes: readonly Cause[]): Overview['level'] {
  if (causes.some(({ level }) => level === 'critical')) return 'critical';
  return causes.length > 0 ? 'warning' : 'ok';
}

function newest(instants: readonly string[]): string | undefined {
  return instants.toSorted().at(-1);
}
