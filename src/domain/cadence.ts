/** When a section is looked at next. Pure. */
import { CONFIRM_AFTER_MS } from './absence.ts';
import type { SectionState } from './section.ts';

export type Schedule = 'adaptive' | 'fixed' | 'stagger';

export interface CadenceInput {
  schedule: Schedule;
  intervalMs: number;
  classNumber: string;
  /** The last sure state; null: never seen. */
  state: SectionState | null;
  /** Failed looks in a row. */
  failures: number;
  nowMs: number;
  /** 0 to 1. */
  random: () => number;
}

/** Looks in a row that must fail before a section is `unknown` and a dead letter is written. */
export const LOOKS_UNTIL_UNKNOWN = 3;

const RETRY_MIN_MS = 2_000;
const RETRY_GROWTH = 4;
/** Early by up to this share, never late: a watcher is promised one interval. */
const JITTER = 0.1;
/** A section that changed this many intervals ago is back at its ordinary pace. */
const COOLING_INTERVALS = 16;

/** Nobody waits for a seat there: so many intervals pass at most. */
const SLOWEST_PACE = 4;

/**
 * Milliseconds a watched section may be due from now, at most. `calm`: of one that is open or cancelled. What lies
 * further ahead is of another interval, or of a clock that was set.
 */
export function longestPauses(intervalMs: number): { ordinary: number; calm: number } {
  const ordinary = Math.max(intervalMs, CONFIRM_AFTER_MS);
  return { ordinary, calm: SLOWEST_PACE * ordinary };
}

/** Milliseconds until the next look. */
export function nextLookInMs(input: CadenceInput): number {
  const { schedule, intervalMs, failures, random } = input;
  if (failures > 0 && failures < LOOKS_UNTIL_UNKNOWN) {
    return Math.min(intervalMs, RETRY_MIN_MS * RETRY_GROWTH ** (failures - 1)) * (1 - JITTER * random());
  }
  switch (schedule) {
    case 'fixed':
      return intervalMs;
    case 'stagger':
      return untilTurn(input);
    case 'adaptive':
      return intervalMs * paceOf(input) * (1 - JITTER * random());
    default:
      return schedule satisfies never;
  }
}

/**
 * Between a quarter of the interval (just changed: seats flap) and four times (nobody waits for a seat there).
 * A section whose seat students wait for is never looked at less than once an interval.
 */
function paceOf({ state, intervalMs, nowMs }: CadenceInput): number {
  if (state === null) return 1;
  const slowest = state.status === 'open' || state.status === 'cancelled' ? SLOWEST_PACE : 1;
  // The first look is no change: there is no heat to cool down from.
  if (state.version === 1) return 1;
  const intervalsAgo = (nowMs - Date.parse(state.changedAt)) / intervalMs;
  return Math.min(slowest, Math.max(0.25, intervalsAgo / COOLING_INTERVALS));
}

/** Even class numbers at the start of each interval of the clock, odd ones in its middle (of an hour: :00 and :30). */
function untilTurn({ classNumber, intervalMs, nowMs }: CadenceInput): number {
  const offset = Number(classNumber) % 2 === 0 ? 0 : intervalMs / 2;
  return intervalMs - ((((nowMs - offset) % intervalMs) + intervalMs) % intervalMs);
}
