/**
 * Notes as an incident that no process ran. A process finds that out when it starts, from the figures that the one
 * before it has left.
 */
import { SYSTEM_DOWN } from '../domain/alerts.ts';
import { RANGES } from '../domain/series.ts';
import type { IncidentStore } from '../store/incidents.ts';
import type { SeriesStore } from '../store/series.ts';

export interface DowntimeStore {
  readonly series: Pick<SeriesStore, 'figures'>;
  readonly incidents: Pick<IncidentStore, 'start' | 'end'>;
}

const MINUTE_MS = 60_000;
/** A restart takes less. */
const LEAST_MINUTES = 2;

/**
 * To be called before this process writes its first figures. `startedMs`: when it started, epoch. Rejects when the
 * store fails, and may be called again.
 */
export async function noteDowntime(store: DowntimeStore, startedMs: number): Promise<void> {
  const lastMs = await lastFiguresMs(store, startedMs);
  const minutes = lastMs === undefined ? 0 : (startedMs - lastMs) / MINUTE_MS;
  if (lastMs === undefined || minutes < LEAST_MINUTES) return;
  const startedAt = new Date(lastMs).toISOString();
  const measured = { value: Math.floor(minutes), threshold: LEAST_MINUTES };
  await store.incidents.start({ alert: SYSTEM_DOWN, severity: 'critical', ...measured, startedAt });
  await store.incidents.end(SYSTEM_DOWN, new Date(startedMs).toISOString());
}

/** When a node last wrote figures. undefined: never, or so long ago that they are gone. Every sample has memory. */
async function lastFiguresMs({ series }: DowntimeStore, beforeMs: number): Promise<number | undefined> {
  const to = Math.floor(beforeMs / 1_000);
  for (const { step, seconds } of Object.values(RANGES)) {
    const measured = await series.figures(step, 'memory', to - seconds, to);
    const last = measured.at(-1);
    if (last !== undefined) return Math.min(beforeMs, (last.at + step) * 1_000);
  }
  return undefined;
}
