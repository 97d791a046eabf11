/** The orders of the three schedules: from when a request may be sent, and what it is worth. Pure. */
import type { Schedule } from '../../domain/cadence.ts';
import { AHEAD_SHARE, GAP_MS, GAP_SHARE } from './constants.ts';
import type { Group } from './group.ts';
import type { Unit } from './unit.ts';

/** Times are milliseconds of one steady clock. */
export interface Order {
  unitReadyAt(unit: Unit): number;
  groupReadyAt(group: Group): number;
  /** What the request is worth now. Only requests that are ready are compared. */
  unitWorth(unit: Unit, nowMs: number): number;
  groupWorth(group: Group, nowMs: number): number;
}

/** The same course is not asked for again within this time. */
export function leastGapMs(intervalMs: number): number {
  return Math.min(GAP_MS, GAP_SHARE * intervalMs);
}

/** `epochMs`: the wall clock's time at zero of the steady clock. It decides the turns of `stagger`. */
export function orderOf(schedule: Schedule, intervalMs: number, epochMs: number): Order {
  switch (schedule) {
    case 'adaptive':
      return byGain(intervalMs);
    case 'fixed':
      return byDueTime(intervalMs, ({ lookedAt }) => lookedAt + intervalMs);
    case 'stagger':
      return byDueTime(intervalMs, (unit) => nextTurn(unit, intervalMs, epochMs));
    default:
      return schedule satisfies never;
  }
}

/**
 * The gain of a request is Σ appeal · age² of its courses, divided by its pages. It is sent when the gain reaches the
 * square of the least gap, and when a promise ends, but not within the least gap.
 */
function byGain(intervalMs: number): Order {
  const gap = leastGapMs(intervalMs);
  const promiseEnds = ({ lookedAt, promise }: Unit): number => lookedAt + promise * intervalMs;
  return {
    unitReadyAt: (unit) =>
      Math.max(unit.lookedAt + gap, Math.min(unit.lookedAt + gap / Math.sqrt(unit.appeal), promiseEnds(unit))),
    groupReadyAt: (group) => {
      let readyAt = group.gainReachedAt(group.pages * gap * gap);
      for (const unit of group.free()) readyAt = Math.min(readyAt, promiseEnds(unit));
      return Math.max(group.lookedAt + gap, readyAt);
    },
    unitWorth: ({ appeal, lookedAt }, nowMs) => appeal * (nowMs - lookedAt) ** 2,
    groupWorth: (group, nowMs) => group.gain(nowMs) / group.pages,
  };
}

/**
 * The course that waits longest goes first. Its subject is asked for instead when as many courses as it has pages are
 * due, or nearly.
 */
function byDueTime(intervalMs: number, dueAt: (unit: Unit) => number): Order {
  const firstDue = (group: Group): number => {
    let first = Infinity;
    for (const { readyAt } of group.free()) first = Math.min(first, readyAt);
    return first;
  };
  return {
    unitReadyAt: dueAt,
    groupReadyAt: firstDue,
    // What was demanded has been ready for ever, but counts from its last look.
    unitWorth: ({ readyAt, lookedAt }, nowMs) => nowMs - Math.max(readyAt, lookedAt),
    groupWorth: (group, nowMs) => {
      let due = 0;
      const until = nowMs + AHEAD_SHARE * intervalMs;
      for (const { readyAt } of group.free()) if (readyAt <= until) due += 1;
      return due < group.pages ? -Infinity : nowMs - Math.max(group.readyAt, group.lookedAt);
    },
  };
}

/**
 * Even class numbers have their turn at the start of each clock interval, odd ones in its middle (for 1 h: :00 and
 * :30). A course that was seen less than half an interval before its turn waits for the next one.
 */
export function nextTurn(
  { lowestNumber, lookedAt }: Pick<Unit, 'lowestNumber' | 'lookedAt'>,
  intervalMs: number,
  epochMs: number,
): number {
  const offset = (lowestNumber % 2 === 1 ? intervalMs / 2 : 0) - epochMs;
  const earliest = lookedAt + intervalMs / 2;
  return offset + Math.ceil((earliest - offset) / intervalMs) * intervalMs;
}
