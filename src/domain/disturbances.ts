/** Incidents as students notice them. They say nothing of how the service is run. Pure. */

import { SYSTEM_DOWN } from './alerts.ts';

/** `down`: it did not work. `unseen`: the university's site could not be seen. `late`: messages came late. */
export type DisturbanceKind = 'down' | 'unseen' | 'late' | 'slow';

export interface Disturbance {
  kind: DisturbanceKind;
  /** Epoch ms. `endedAt` null: it goes on. */
  startedAt: number;
  endedAt: number | null;
}

interface Incident {
  alert: string;
  /** ISO instants. */
  startedAt: string;
  endedAt: string | null;
}

/** By the first part of an alert's name. Others do not concern students. */
const KINDS: Readonly<Record<string, DisturbanceKind>> = {
  [SYSTEM_DOWN]: 'down',
  'store-down': 'down',
  unhealthy: 'down',
  'source-unseen': 'unseen',
  'canary-failing': 'unseen',
  'notifications-slow': 'late',
  backlog: 'slow',
  'budget-short': 'slow',
  'browsers-busy': 'slow',
};
/** Two of one kind with less than this between them are one. */
const GAP_MS = 300_000;

/** The newest first. Incidents of one kind that overlap are one disturbance. */
export function disturbancesOf(incidents: readonly Incident[]): Disturbance[] {
  const found: Disturbance[] = [];
  const all = incidents.flatMap((incident) => disturbanceOf(incident) ?? []);
  for (const next of all.toSorted((one, other) => one.startedAt - other.startedAt)) {
    const last = found.findLast(({ kind }) => kind === next.kind);
    if (last === undefined || (last.endedAt !== null && last.endedAt + GAP_MS < next.startedAt))
      found.push({ ...next });
    else last.endedAt = last.endedAt === null || next.endedAt === null ? null : Math.max(last.endedAt, next.endedAt);
  }
  return found.toReversed();
}

/** The share of the time from `from` to `to` (epoch ms) in which the service was not down. From 0 to 1. */
export function upShare(disturbances: readonly Disturbance[], from: number, to: number): number {
  const down = disturbances
    .filter(({ kind }) => kind === 'down')
    .reduce((sum, { startedAt, endedAt }) => sum + Math.max(0, (endedAt ?? to) - Math.max(from, startedAt)), 0);
  return to <= from ? 1 : Math.max(0, 1 - down / (to - from));
}

function disturbanceOf({ alert, startedAt, endedAt }: Incident): Disturbance | undefined {
  const kind = KINDS[alert.split(':')[0]!] ?? channelKind(alert);
  if (kind === undefined) return undefined;
  return { kind, startedAt: Date.parse(startedAt), endedAt: endedAt === null ? null : Date.parse(endedAt) };
}

function channelKind(alert: string): DisturbanceKind | undefined {
  if (!alert.startsWith('breaker-open:')) return undefined;
  return alert.startsWith('breaker-open:notifying.') ? 'late' : 'unseen';
}
