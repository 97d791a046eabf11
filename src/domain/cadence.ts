/** Decides when a section is looked at next. Pure. */
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
  /** Returns a number from 0 to 1. */
  random: () => number;
}

/** After this many failed looks in a row, a section is `unknown` and a dead letter is written. */
export const LOOKS_UNTIL_UNKNOWN = 3;

const RETRY_MIN_MS = 2_000;
const RETRY_GROWTH = 4;
/** A look may be early by up to this share of the pause, never late: watchers are promised one interval. */
const JITTER = 0.1;
/** A section is back at its ordinary pace this many intervals after a change. */
const COOLING_INTERVALS = 16;

/** The longest pause, in intervals, for a section where nobody is waiting for a seat. */
const SLOWEST_PACE = 4;

/**
 * The longest possible pause before a watched section is due, in milliseconds. `calm`: for a section that is open or
 * cancelled. A due time further ahead was set under another interval or by a wrong clock.
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
 * From a quarter of the interval (the section just changed, and seats flap) to four intervals (nobody is waiting for a
 * seat). A section where students wait for a seat is looked at once an interval or more often.
 */
function paceOf({ state, intervalMs, nowMs }: CadenceInput): number {
  if (state === null) return 1;
  const slowest = state.status === 'open' || state.status === 'cancelled' ? SLOWEST_PACE : 1;
  // The first look is not a change, so there is nothing to cool down from.
  if (state.version === 1) return 1;
  const intervalsAgo = (nowMs - Date.parse(state.changedAt)) / intervalMs;
  return Math.min(slowest, Math.max(0.25, intervalsAgo / COOLING_INTERVALS));
}

/** Even class numbers are due at the start of each clock interval, odd ones in its middle (for 1 h: :00 and :30). */
function untilTurn({ classNumber, intervalMs, nowMs }: CadenceInput): number {
  const offset = Number(classNumber) % 2 === 0 ? 0 : intervalMs / 2;
  return intervalMs - ((((nowMs - offset) % intervalMs) + intervalMs) % intervalMs);
}
