/** What the pace comes to: the requests that the promises take, and when single sections are looked at. Pure. */
import type { Schedule } from '../../domain/cadence.ts';
import type { Board } from './board.ts';
import type { PaceReport, SectionPace } from './pace-report.ts';
import type { Pace } from './pace.ts';
import { gapMs } from './pace.ts';
import type { Ask } from './row.ts';
import type { Unit } from './unit.ts';

export interface Pacing {
  board: Board;
  /** Requests within one interval that it takes to keep all promises. */
  requests: number;
  schedule: Schedule;
  intervalMs: number;
  perMinute: number;
  /** Returns what the estimate for a request depends on. */
  paceOf: (ask: Ask) => Pace;
  /** A time of the steady clock. */
  nowMs: number;
}

const MINUTE_MS = 60_000;

export function reportOf(pacing: Pacing, sections: readonly string[]): PaceReport {
  const { board, requests, intervalMs, perMinute } = pacing;
  const askedPerMinute = (requests * MINUTE_MS) / intervalMs;
  const resultingMs = intervalMs * Math.max(1, askedPerMinute / perMinute);
  return {
    askedPerMinute,
    allowedPerMinute: perMinute,
    intervalMs,
    resultingMs,
    sections: sections.flatMap((section) => {
      const unit = board.unitFor(section);
      return unit === undefined ? [] : [sectionPace(section, unit, pacing, resultingMs)];
    }),
  };
}

/** Counts the requests of an interval. The pages of a subject count at most as much as its courses. */
export function requestsAnInterval(board: Board, schedule: Schedule): number {
  const often = ({ promise }: Unit): number => (schedule === 'adaptive' ? 1 / promise : 1);
  let sum = 0;
  for (const unit of board.loose) sum += often(unit);
  for (const { pages, units } of board.groups) {
    let [courses, most] = [0, 0];
    for (const unit of units) {
      courses += often(unit);
      most = Math.max(most, often(unit));
    }
    sum += Math.min(courses, pages * most);
  }
  return sum;
}

function sectionPace(section: string, unit: Unit, pacing: Pacing, resultingMs: number): SectionPace {
  const { appeal, promise, lookedAt, readyAt, retryAt, isDue, isDemanded } = unit;
  const { schedule, nowMs, paceOf } = pacing;
  if (retryAt > nowMs) return { section, intervalMs: resultingMs, nextInMs: retryAt - nowMs };
  const adaptive = schedule === 'adaptive';
  const intervalMs = adaptive ? gapMs(paceOf(unit.ask), { appeal, shown: appeal, promise }) : resultingMs;
  const nextAt = adaptive && !isDue && !isDemanded ? lookedAt + intervalMs : readyAt;
  return { section, intervalMs, nextInMs: Math.max(0, nextAt - nowMs) };
}
