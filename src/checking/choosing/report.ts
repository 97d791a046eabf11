/** What the pace comes to: the requests that the promises take, and when single sections are looked at. Pure. */
import type { Schedule } from '../../domain/cadence.ts';
import { LOOKS_UNTIL_UNKNOWN } from '../../domain/cadence.ts';
import type { Board } from './board.ts';
import type { PaceReport, SectionPace } from './pace-report.ts';
import type { Pace } from './pace.ts';
import { gapMs } from './pace.ts';
import type { Ask } from './row.ts';
import type { Unit } from './unit.ts';

export interface Pacing {
  board: Board;
  counted: Counted;
  schedule: Schedule;
  intervalMs: number;
  perMinute: number;
  /** Returns what the estimate for a request depends on. */
  paceOf: (ask: Ask) => Pace;
  /** A time of the steady clock. */
  nowMs: number;
}

/** What reading the whole board gives. */
export interface Counted extends Pick<PaceReport, 'watched' | 'unknown' | 'overdue'> {
  /** Requests within one interval that it takes to keep all promises. */
  requests: number;
}

const MINUTE_MS = 60_000;
/** A look is overdue after so many times what its course was promised. */
const OVERDUE = 2;

export function reportOf(pacing: Pacing, sections: readonly string[]): PaceReport {
  const { board, counted, intervalMs, perMinute } = pacing;
  const askedPerMinute = (counted.requests * MINUTE_MS) / intervalMs;
  const resultingMs = intervalMs * Math.max(1, askedPerMinute / perMinute);
  return {
    askedPerMinute,
    allowedPerMinute: perMinute,
    intervalMs,
    resultingMs,
    watched: counted.watched,
    unknown: counted.unknown,
    overdue: counted.overdue,
    sections: sections.flatMap((section) => {
      const unit = board.unitFor(section);
      return unit === undefined ? [] : [sectionPace(section, unit, pacing, resultingMs)];
    }),
  };
}

/** Returns what the pace of a request depends on in its subject. null: a search. */
export function aroundOf(board: Board, ask: Ask | null): Pick<Pace, 'pages' | 'rest'> {
  const group = ask === null || 'section' in ask ? undefined : board.groupAround(ask);
  if (ask === null || group === undefined) return { pages: 1, rest: 0 };
  return { pages: group.pages, rest: Math.max(0, appealOfAll(group.units) - appealOfAll(board.covered(ask))) };
}

function appealOfAll(units: Iterable<Unit>): number {
  return Array.from(units, ({ appeal }) => appeal).reduce((sum, appeal) => sum + appeal, 0);
}

/** Reads the whole board. */
export function countBoard({
  board,
  schedule,
  intervalMs,
  perMinute,
  nowMs,
}: Omit<Pacing, 'counted' | 'paceOf'>): Counted {
  const requests = requestsAnInterval(board, schedule);
  const stretched = Math.max(intervalMs, (requests * MINUTE_MS) / perMinute);
  let [watched, unknown, overdue] = [0, 0, 0];
  for (const { rows, lookedAt, promise } of board.units) {
    watched += rows.size;
    for (const { failures } of rows.values()) if (failures >= LOOKS_UNTIL_UNKNOWN) unknown += 1;
    if (nowMs - lookedAt > OVERDUE * promise * stretched) overdue += rows.size;
  }
  return { requests, watched, unknown, overdue };
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
